package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A link with a listener that remembers everything, to be used from a test's thread: every call hops to the link's loop
 * and waits for the answer.
 */
public final class LinkProbe implements LinkListener {

    private final LinkOptions options;
    private final List<LinkUp> ups = new CopyOnWriteArrayList<>();
    private final List<LinkDown> downs = new CopyOnWriteArrayList<>();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<TopicFilter> filtersLost = new CopyOnWriteArrayList<>();
    private final List<TopicFilter> filtersRestored = new CopyOnWriteArrayList<>();
    private final List<Runnable> acknowledgements = new CopyOnWriteArrayList<>();
    private volatile boolean acknowledging = true;
    private final BrokerLink link;

    /** Opens the link. */
    public LinkProbe(Broker broker, LinkOptions options) {
        this.options = options;
        this.link = onLoop(answer -> answer.complete(broker.open(options, this)));
    }

    @Override
    public void onUp(LinkUp up) {
        ups.add(up);
    }

    @Override
    public void onDown(LinkDown down) {
        downs.add(down);
    }

    @Override
    public void onFilterRestored(TopicFilter filter) {
        filtersRestored.add(filter);
    }

    @Override
    public void onFilterLost(TopicFilter filter, SubscribeOutcome.Refused refused) {
        filtersLost.add(filter);
    }

    @Override
    public void onMessage(Message message, Runnable acknowledgement) {
        messages.add(message);
        if (acknowledging) {
            acknowledgement.run();
        } else {
            acknowledgements.add(acknowledgement);
        }
    }

    /** Holds acknowledgements back from now on; see {@link #acknowledge}. */
    public LinkProbe holdingAcknowledgements() {
        acknowledging = false;
        return this;
    }

    /** Acknowledges the message that was held back as the so-manyth, from 0. */
    public void acknowledge(int index) {
        run(acknowledgements.get(index));
    }

    /** Publishes a text. */
    public PublishOutcome publish(String topic, String text, Qos qos) {
        return publish(Message.of(new TopicName(topic), text.getBytes(StandardCharsets.UTF_8), qos));
    }

    /** Publishes and waits for the outcome. */
    public PublishOutcome publish(Message message) {
        return onLoop(answer -> link.publish(message, answer::complete));
    }

    /** Publishes many without waiting; the outcomes come in the order of the messages. */
    public CompletableFuture<List<PublishOutcome>> publishAll(List<Message> all) {
        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
        all.forEach(message -> outcomes.add(new CompletableFuture<>()));
        run(() -> {
            for (int i = 0; i < all.size(); i++) {
                link.publish(all.get(i), outcomes.get(i)::complete);
            }
        });
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
                .thenApply(ignored ->
                        outcomes.stream().map(CompletableFuture::join).toList());
    }

    /** Subscribes to one filter with retained messages replayed. */
    public SubscribeOutcome subscribe(String filter, Qos qos) {
        return subscribe(new Subscription(new TopicFilter(filter), qos, true)).get(0);
    }

    /** Subscribes and waits for the outcomes. */
    public List<SubscribeOutcome> subscribe(Subscription... subscriptions) {
        return onLoop(answer -> link.subscribe(List.of(subscriptions), answer::complete));
    }

    /** Leaves one filter. */
    public boolean unsubscribe(String filter) {
        return this.<Boolean>onLoop(answer -> link.unsubscribe(List.of(new TopicFilter(filter)), answer::complete));
    }

    /** Closes the link and waits until it is. */
    public void close(boolean keepSession) {
        this.<Boolean>onLoop(answer -> link.close(keepSession, () -> answer.complete(true)));
    }

    public boolean isUp() {
        return this.<Boolean>onLoop(answer -> answer.complete(link.isUp()));
    }

    public int inFlight() {
        return this.<Integer>onLoop(answer -> answer.complete(link.publishesInFlight()));
    }

    public List<LinkUp> ups() {
        return ups;
    }

    public List<LinkDown> downs() {
        return downs;
    }

    public List<Message> messages() {
        return messages;
    }

    public List<TopicFilter> filtersLost() {
        return filtersLost;
    }

    /** The filters that the broker granted again after it had lost the session. */
    public List<TopicFilter> filtersRestored() {
        return filtersRestored;
    }

    /** The payloads that came, as texts. */
    public List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private void run(Runnable task) {
        this.<Boolean>onLoop(answer -> {
            task.run();
            answer.complete(true);
        });
    }

    private <T> T onLoop(Consumer<CompletableFuture<T>> task) {
        return LoopCall.call(options.loop(), task);
    }
}
