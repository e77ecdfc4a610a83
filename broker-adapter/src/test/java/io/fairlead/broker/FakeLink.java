package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link to a {@link FakeBroker}. Its state belongs to its loop; what the broker does to it comes as a task. */
final class FakeLink implements BrokerLink, FakeEnd {

    // For the life of the link
    private final FakeBroker broker;
    private final LinkOptions options;
    private final LinkListener listener;
    private final FakeRequests requests;
    private final Map<TopicFilter, Subscription> granted = new LinkedHashMap<>();
    private final Map<TopicFilter, Subscription> owed = new LinkedHashMap<>();
    private boolean connectedBefore;
    private boolean closed;
    private int attempts;

    // For the life of a connection
    private @Nullable FakeConnection connection;
    private @Nullable LinkUp up;
    private final Map<Object, Consumer<PublishOutcome>> publishes = new LinkedHashMap<>();

    FakeLink(FakeBroker broker, LinkOptions options, LinkListener listener) {
        this.broker = broker;
        this.options = options;
        this.listener = listener;
        this.requests = new FakeRequests(broker);
    }

    @Override
    public LinkOptions options() {
        return options;
    }

    @Override
    public void connect() {
        options.loop().execute(() -> {
            if (closed || connection != null) {
                return;
            }
            boolean clean = options.session().isZero() || (options.freshSession() && !connectedBefore);
            broker.connect(this, clean, this::accepted, this::failed);
        });
    }

    private void accepted(FakeConnection fresh, LinkUp said) {
        connection = fresh;
        up = said;
        attempts = 0;
        if (connectedBefore && !said.sessionPresent()) {
            owed.putAll(granted);
        }
        connectedBefore = true;
        listener.onUp(said);
        if (!owed.isEmpty()) {
            subscribeAgain(List.copyOf(owed.values()));
        }
    }

    private void failed(LinkDown why) {
        attempts++;
        listener.onDown(new LinkDown(false, why.code(), why.why(), attempts, Duration.ZERO));
    }

    @Override
    public void lost(FakeConnection of, int code, String why) {
        of.onLoop(() -> {
            endConnection(why);
            listener.onDown(new LinkDown(true, code, why, 0, Duration.ZERO));
        });
    }

    private void endConnection(String why) {
        if (connection != null) {
            connection.end();
        }
        connection = null;
        up = null;
        List<Consumer<PublishOutcome>> unanswered = List.copyOf(publishes.values());
        publishes.clear();
        unanswered.forEach(outcome -> outcome.accept(new PublishOutcome.Unknown(why)));
        requests.connectionLost();
    }

    /** It ends what its own connection carries. */
    @Override
    public boolean endsSessionsOfOthers() {
        return false;
    }

    @Override
    public boolean isUp() {
        return connection != null;
    }

    @Override
    public LinkUp up() {
        if (up == null) {
            throw new IllegalStateException("the link is down");
        }
        return up;
    }

    @Override
    public void publish(Message message, Consumer<PublishOutcome> outcome) {
        FakeConnection by = connection;
        if (by == null) {
            outcome.accept(new PublishOutcome.NotSent("the link is down"));
            return;
        }
        Object token = new Object();
        publishes.put(token, outcome);
        broker.publish(
                by,
                message,
                result -> by.onLoop(() -> {
                    publishes.remove(token);
                    outcome.accept(result);
                }));
    }

    @Override
    public int publishesInFlight() {
        return publishes.size();
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
        requests.subscribe(connection, subscriptions, outcomes -> {
            remember(subscriptions, outcomes);
            outcome.accept(outcomes);
        });
    }

    private void remember(List<Subscription> subscriptions, List<SubscribeOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof SubscribeOutcome.Granted) {
                granted.put(subscriptions.get(i).filter(), subscriptions.get(i));
                owed.remove(subscriptions.get(i).filter());
            }
        }
    }

    private void subscribeAgain(List<Subscription> subscriptions) {
        subscribe(subscriptions, outcomes -> {
            for (int i = 0; i < outcomes.size(); i++) {
                TopicFilter filter = subscriptions.get(i).filter();
                if (outcomes.get(i) instanceof SubscribeOutcome.Granted) {
                    listener.onFilterRestored(filter);
                } else if (outcomes.get(i) instanceof SubscribeOutcome.Refused refused) {
                    forget(List.of(filter));
                    listener.onFilterLost(filter, refused);
                }
            }
        });
    }

    @Override
    public void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done) {
        forget(filters);
        requests.unsubscribe(connection, filters, done);
    }

    private void forget(List<TopicFilter> filters) {
        filters.forEach(granted::remove);
        filters.forEach(owed::remove);
    }

    @Override
    public void deliver(FakeConnection of, FakeSession.Delivery delivery, boolean repeat) {
        listener.onMessage(delivery.message, () -> acknowledge(of, delivery));
    }

    private void acknowledge(FakeConnection of, FakeSession.Delivery delivery) {
        if (!of.isOver() && delivery.message.qos() != Qos.AT_MOST_ONCE) {
            broker.acknowledge(of, delivery);
        }
    }

    /** Session taken over (MQTT 5, table 3-10). */
    @Override
    public int codeWhenTakenOver() {
        return 0x8E;
    }

    @Override
    public void close(boolean keepSession, Runnable done) {
        closed = true;
        broker.disconnect(this, keepSession && !options.session().isZero());
        endConnection("the link was closed");
        options.loop().execute(done);
    }
}
