package io.fairlead.broker.packet;

import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.broker.connect.ConnectPlan;
import io.fairlead.broker.connect.Failure;
import io.fairlead.broker.connect.NetworkFailures;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session link, on its loop, across its connections. */
final class PacketLink implements SessionLink, ConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(PacketLink.class);

    /** MQTT 5, table 3-10; most brokers do not say it. */
    private static final int SESSION_TAKEN_OVER = 0x8E;

    // For the life of the link
    private final LinkSetup setup;
    private final LinkOptions options;
    private final SessionLinkListener listener;
    private final ConnectPlan plan;
    private final Attempts attempts;
    private final Receipts receipts = new Receipts();
    private final Requests requests = new Requests();
    private boolean connectedBefore;
    private Wish wish = Wish.CONNECTED;
    /** Counts the wishes, so that what was begun for an earlier one is not gone on with. */
    private int wishes;

    // For the life of a connection
    private @Nullable Connection connection;
    private @Nullable LinkUp up;
    /** A connection that was given up, until its socket is closed: the next one begins after it. */
    private @Nullable Connection leaving;

    /** What the link's owner wants of it. */
    private enum Wish {
        CONNECTED,
        PAUSED,
        CLOSED
    }

    PacketLink(LinkSetup setup, SessionLinkListener listener) {
        this.setup = setup;
        this.options = setup.options();
        this.listener = listener;
        this.plan = setup.access().plan();
        this.attempts = new Attempts(setup.access(), plan, setup.loop().next());
    }

    // ---- Connecting

    /** Makes the first attempt, when there is a turn for it. */
    void start() {
        if (wish == Wish.CONNECTED && connection == null) {
            attemptAfter(Duration.ZERO);
        }
    }

    private void attemptAfter(Duration rest) {
        attempts.next(rest, this::resolved);
    }

    private void resolved(@Nullable InetSocketAddress address, @Nullable Throwable error) {
        if (address == null) {
            Throwable why = error == null ? new UnknownHostException() : error;
            onEnded(NetworkFailures.unreachable(why, plan.address()));
        } else if (needsEndBefore()) {
            int mine = wishes;
            SessionEnd.run(setup, plan, address, failure -> {
                if (mine == wishes) {
                    connect(address);
                }
            });
        } else {
            connect(address);
        }
    }

    /** MQTT 3.1.1 has clean sessions, but no clean start of a session that is then kept. */
    private boolean needsEndBefore() {
        return startsFresh() && plan.version() == MqttVersion.V3_1_1 && options.keepsSession();
    }

    private boolean startsFresh() {
        return options.freshSession() && !connectedBefore;
    }

    private void connect(InetSocketAddress address) {
        boolean clean = !options.keepsSession() || (startsFresh() && plan.version() == MqttVersion.V5);
        connection = setup.open(plan, address, clean, this);
    }

    // ---- What the connection tells

    @Override
    public void onConnected(LinkUp said, long sessionSeconds) {
        setup.access().sessionsAreKept(options.sessionSeconds(), sessionSeconds);
        up = said;
        connectedBefore = true;
        plan.connected();
        if (!said.sessionPresent()) {
            receipts.sessionLeft();
        }
        listener.onUp(said);
    }

    @Override
    public void onMessage(Message message, int packetId, boolean dup) {
        if (!receipts.received(packetId, message.qos(), dup)) {
            send(of -> of.pubRec(packetId));
            return;
        }
        try {
            listener.onMessage(message, packetId, dup);
        } catch (RuntimeException e) {
            LOG.error("a message of {} could not be handled; this is a fault of Fairlead", message.topic(), e);
        }
    }

    @Override
    public void onRelease(int packetId) {
        receipts.released(packetId);
        send(of -> of.pubComp(packetId));
    }

    @Override
    public void onSubscribed(int packetId, List<SubscribeOutcome> outcomes) {
        requests.subscribed(packetId, outcomes);
    }

    @Override
    public void onUnsubscribed(int packetId, boolean confirmed) {
        requests.unsubscribed(packetId, confirmed);
    }

    @Override
    public void onEnded(Failure failure) {
        boolean wasUp = up != null;
        connection = null;
        up = null;
        int mine = wishes;
        Duration rest = wasUp ? plan.lost() : plan.failed(failure.kind());
        if (failure.code() == SESSION_TAKEN_OVER) {
            receipts.sessionLeft();
        } else {
            receipts.connectionLost();
        }
        requests.connectionLost();
        listener.onDown(new LinkDown(wasUp, failure.code(), failure.why(), plan.failures(), rest));
        if (mine == wishes) {
            attemptAfter(rest);
        }
    }

    // ---- What the port asks

    @Override
    public boolean isUp() {
        return up != null;
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
        Connection to = connection;
        if (to == null || up == null) {
            outcome.accept(Requests.linkDown(subscriptions));
        } else {
            requests.subscribe(subscriptions, outcome, to::subscribe);
        }
    }

    @Override
    public void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done) {
        Connection to = connection;
        if (to == null || up == null) {
            done.accept(false);
        } else {
            requests.unsubscribe(filters, done, to::unsubscribe);
        }
    }

    @Override
    public void acknowledge(int packetId) {
        Qos qos = receipts.acknowledge(packetId);
        if (qos == Qos.AT_LEAST_ONCE) {
            send(of -> of.pubAck(packetId));
        } else if (qos == Qos.EXACTLY_ONCE) {
            send(of -> of.pubRec(packetId));
        }
    }

    private void send(Consumer<Connection> packet) {
        if (connection != null) {
            packet.accept(connection);
        }
    }

    @Override
    public void pause() {
        if (wish == Wish.CONNECTED) {
            wish(Wish.PAUSED);
            giveUp(false, () -> {});
        }
    }

    @Override
    public void resume() {
        if (wish == Wish.PAUSED) {
            wish(Wish.CONNECTED);
            if (leaving == null) {
                start();
            }
        }
    }

    /**
     * A session that the connection itself cannot end is ended by another connection: in MQTT 3.1.1 always, and where there
     * was none.
     */
    @Override
    public void close(boolean keepSession, Runnable done) {
        if (wish == Wish.CLOSED) {
            done.run();
            return;
        }
        boolean endsByItself = up != null && up.version() == MqttVersion.V5;
        boolean end = !keepSession && options.keepsSession();
        wish(Wish.CLOSED);
        giveUp(end, end && !endsByItself ? () -> SessionEnd.inItsTurn(setup, plan, attempts, done) : done);
    }

    private void wish(Wish next) {
        wish = next;
        wishes++;
        attempts.cancel();
    }

    /** Leaves the connection, if there is one; {@code gone} is called when no socket is open any more. */
    private void giveUp(boolean endSession, Runnable gone) {
        Connection last = connection;
        connection = null;
        up = null;
        receipts.sessionLeft();
        if (last != null) {
            leaving = last;
            last.leave(endSession, () -> {
                leaving = null;
                gone.run();
                start();
            });
        } else if (leaving != null) {
            leaving.whenClosed(gone);
        } else {
            gone.run();
        }
        requests.connectionLost();
    }
}
