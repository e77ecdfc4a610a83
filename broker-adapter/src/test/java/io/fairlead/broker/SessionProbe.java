package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A session link with a listener that remembers everything and acknowledges only what it is told to, to be used from a
 * test's thread: every call hops to the link's loop and waits for the answer.
 */
public final class SessionProbe implements SessionLinkListener {

    private final LinkOptions options;
    private final List<LinkUp> ups = new CopyOnWriteArrayList<>();
    private final List<LinkDown> downs = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile boolean acknowledging;
    private volatile boolean pausingWhenDown;
    private final SessionLink link;

    /** One message as it came. */
    public record Received(Message message, int packetId, boolean repeat) {

        /** The payload as a text, with a mark at its end if it is a repeat. */
        public String text() {
            return new String(message.payload(), StandardCharsets.UTF_8) + (repeat ? " again" : "");
        }
    }

    /** Opens the link. */
    public SessionProbe(Broker broker, LinkOptions options) {
        this(broker::openSession, options);
    }

    /** Opens the link as it is told to. */
    public SessionProbe(BiFunction<LinkOptions, SessionLinkListener, SessionLink> open, LinkOptions options) {
        this.options = options;
        this.link = onLoop(answer -> answer.complete(open.apply(options, this)));
    }

    @Override
    public void onUp(LinkUp up) {
        ups.add(up);
    }

    @Override
    public void onDown(LinkDown down) {
        downs.add(down);
        if (pausingWhenDown) {
            link.pause();
        }
    }

    @Override
    public void onMessage(Message message, int packetId, boolean repeat) {
        received.add(new Received(message, packetId, repeat));
        if (acknowledging) {
            link.acknowledge(packetId);
        }
    }

    /** Acknowledges everything that came on this connection, and that comes from now on. */
    public SessionProbe acknowledging() {
        run(() -> {
            acknowledging = true;
            received.forEach(message -> link.acknowledge(message.packetId()));
        });
        return this;
    }

    /** Stays away from now on when the connection is lost, as one does whose client id another has taken. */
    public SessionProbe pausingWhenDown() {
        pausingWhenDown = true;
        return this;
    }

    /** Acknowledges the message that came as the so-manyth, from 0. */
    public void acknowledge(int index) {
        run(() -> link.acknowledge(received.get(index).packetId()));
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

    public void pause() {
        run(link::pause);
    }

    public void resume() {
        run(link::resume);
    }

    /** Closes the link and waits until it is. */
    public void close(boolean keepSession) {
        this.<Boolean>onLoop(answer -> link.close(keepSession, () -> answer.complete(true)));
    }

    public boolean isUp() {
        return this.<Boolean>onLoop(answer -> answer.complete(link.isUp()));
    }

    public List<LinkUp> ups() {
        return ups;
    }

    public List<LinkDown> downs() {
        return downs;
    }

    public List<Received> received() {
        return received;
    }

    /** What came, as texts. */
    public List<String> texts() {
        return received.stream().map(Received::text).toList();
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
