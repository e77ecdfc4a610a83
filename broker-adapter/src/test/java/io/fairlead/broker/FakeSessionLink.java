package io.fairlead.broker;

import io.fairlead.topic.TopicFilter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session link to a {@link FakeBroker}. Its state belongs to its loop; what the broker does to it comes as a task. */
final class FakeSessionLink implements SessionLink, FakeEnd {

    // For the life of the link
    private final FakeBroker broker;
    private final LinkOptions options;
    private final SessionLinkListener listener;
    private final FakeRequests requests;
    private boolean connectedBefore;
    private boolean paused;
    private boolean closed;
    private int attempts;

    // For the life of a connection
    private @Nullable FakeConnection connection;
    private final Set<Integer> unacknowledged = new HashSet<>();

    FakeSessionLink(FakeBroker broker, LinkOptions options, SessionLinkListener listener) {
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
            if (!closed && !paused && connection == null) {
                boolean clean = options.session().isZero() || (options.freshSession() && !connectedBefore);
                broker.connect(this, clean, this::accepted, this::failed);
            }
        });
    }

    private void accepted(FakeConnection fresh, LinkUp said) {
        connection = fresh;
        attempts = 0;
        connectedBefore = true;
        listener.onUp(said);
    }

    private void failed(LinkDown why) {
        attempts++;
        listener.onDown(new LinkDown(false, why.code(), why.why(), attempts, Duration.ZERO));
    }

    @Override
    public void lost(FakeConnection of, int code, String why) {
        of.onLoop(() -> {
            endConnection();
            listener.onDown(new LinkDown(true, code, why, 0, Duration.ZERO));
        });
    }

    private void endConnection() {
        if (connection != null) {
            connection.end();
            connection = null;
            unacknowledged.clear();
            requests.connectionLost();
        }
    }

    @Override
    public void deliver(FakeConnection of, FakeSession.Delivery delivery, boolean repeat) {
        unacknowledged.add(delivery.packetId);
        listener.onMessage(delivery.message, delivery.packetId, repeat);
    }

    /** As from brokers that say nothing of it, which is most of them. */
    @Override
    public int codeWhenTakenOver() {
        return 0;
    }

    /** It connects once more to end the session, whoever has it. */
    @Override
    public boolean endsSessionsOfOthers() {
        return true;
    }

    @Override
    public boolean isUp() {
        return connection != null;
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
        requests.subscribe(connection, subscriptions, outcome);
    }

    @Override
    public void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done) {
        requests.unsubscribe(connection, filters, done);
    }

    @Override
    public void acknowledge(int packetId) {
        if (connection != null && unacknowledged.remove(packetId)) {
            broker.acknowledge(connection, packetId);
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (connection != null) {
            broker.leave(connection);
            endConnection();
        }
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            connect();
        }
    }

    @Override
    public void close(boolean keepSession, Runnable done) {
        closed = true;
        broker.disconnect(this, keepSession && !options.session().isZero());
        endConnection();
        options.loop().execute(done);
    }
}
