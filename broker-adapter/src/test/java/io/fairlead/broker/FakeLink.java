package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link to a {@link FakeBroker}. Its state belongs to its loop; what the broker does to it comes as a task. */
final class FakeLink implements BrokerLink {

    final FakeBroker broker;
    final LinkOptions options;
    final LinkListener listener;

    // For the life of the link
    private final Map<TopicFilter, Subscription> granted = new LinkedHashMap<>();
    private final Map<TopicFilter, Subscription> owed = new LinkedHashMap<>();
    private boolean connectedBefore;
    private boolean closed;
    private int attempts;

    // For the life of a connection
    private @Nullable FakeConnection connection;
    private @Nullable LinkUp up;
    private final Map<Object, Consumer<PublishOutcome>> publishes = new LinkedHashMap<>();
    private final List<Runnable> answersIfLost = new ArrayList<>();

    FakeLink(FakeBroker broker, LinkOptions options, LinkListener listener) {
        this.broker = broker;
        this.options = options;
        this.listener = listener;
    }

    /** Runs a task on the loop, if that connection is still the link's. */
    void onLoop(FakeConnection of, Runnable task) {
        options.loop().execute(() -> {
            if (connection == of) {
                task.run();
            }
        });
    }

    /** Tries to connect, on the loop. */
    void connect() {
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

    /** The broker has ended this connection; told on the loop. */
    void lost(FakeConnection of, int code, String why) {
        onLoop(of, () -> {
            endConnection(why);
            listener.onDown(new LinkDown(true, code, why, 0, Duration.ZERO));
        });
    }

    private void endConnection(String why) {
        connection = null;
        up = null;
        List<Consumer<PublishOutcome>> unanswered = List.copyOf(publishes.values());
        publishes.clear();
        unanswered.forEach(outcome -> outcome.accept(new PublishOutcome.Unknown(why)));
        List<Runnable> lost = List.copyOf(answersIfLost);
        answersIfLost.clear();
        lost.forEach(Runnable::run);
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
                result -> onLoop(by, () -> {
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
        FakeConnection by = connection;
        List<SubscribeOutcome> allDown = subscriptions.stream()
                .map(s -> (SubscribeOutcome) new SubscribeOutcome.LinkDown())
                .toList();
        if (by == null) {
            outcome.accept(allDown);
            return;
        }
        Runnable ifLost = () -> outcome.accept(allDown);
        answersIfLost.add(ifLost);
        broker.subscribe(
                by,
                subscriptions,
                outcomes -> onLoop(by, () -> {
                    answersIfLost.remove(ifLost);
                    remember(subscriptions, outcomes);
                    outcome.accept(outcomes);
                }));
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
        FakeConnection by = connection;
        if (by == null) {
            done.accept(false);
            return;
        }
        Runnable ifLost = () -> done.accept(false);
        answersIfLost.add(ifLost);
        broker.unsubscribe(
                by,
                filters,
                () -> onLoop(by, () -> {
                    answersIfLost.remove(ifLost);
                    done.accept(!broker.faults().refusesUnsubscribes());
                }));
    }

    private void forget(List<TopicFilter> filters) {
        filters.forEach(granted::remove);
        filters.forEach(owed::remove);
    }

    void acknowledge(FakeConnection of, FakeSession.Delivery delivery) {
        if (connection == of && delivery.message.qos() != Qos.AT_MOST_ONCE) {
            broker.acknowledge(of, delivery);
        }
    }

    @Override
    public void close(boolean keepSession, Runnable done) {
        closed = true;
        broker.disconnect(this, keepSession && !options.session().isZero());
        endConnection("the link was closed");
        options.loop().execute(done);
    }
}
