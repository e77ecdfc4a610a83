package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.FilterBatch;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.connect.ConnectPlan;
import io.fairlead.broker.connect.Failure;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One link to a broker, on its loop.
 *
 * <p>The library's client is kept across connections, since it holds the session's state: packet ids whose exchange is not
 * finished, without which a later publish could be taken for a repeat. So it is also the library that reconnects; when,
 * where and whether is decided here, and in the library's state of waiting, in which it takes publishes and keeps them,
 * nothing is handed to it. Only another MQTT version needs another client.
 */
final class HiveMqLink implements BrokerLink, ClientEvents {

    /** The library keeps ten of the packet ids for SUBSCRIBE and UNSUBSCRIBE. */
    private static final int LARGEST_WINDOW = 65_525;

    private static final int PACKET_TOO_LARGE = 0x95;

    // For the life of the link
    private final BrokerAccess access;
    private final ClientSetup setup;
    private final LinkListener listener;
    private final ConnectPlan plan;
    private final Filters filters = new Filters();
    private final Incoming incoming;
    private final Outgoing outgoing = new Outgoing(this::handOver);
    private boolean connectedBefore;
    private @Nullable Closing closing;

    // For the life of a client, which is that of the link as a rule
    private @Nullable VersionedClient client;
    private @Nullable Pause pause;

    // For the life of a connection
    private @Nullable LinkUp up;
    private @Nullable InetSocketAddress connectedTo;
    private boolean leaving;

    /** A client between two connections; it goes on once the future is completed. */
    private record Pause(MqttClientReconnector reconnector, CompletableFuture<Void> over) {
        void end(boolean reconnect) {
            reconnector.reconnect(reconnect);
            over.complete(null);
        }
    }

    /** What the one who closed the link wants. */
    private record Closing(boolean keepSession, Runnable done) {}

    HiveMqLink(BrokerAccess access, ClientSetup setup, ConnectPlan plan, LinkListener listener) {
        this.access = access;
        this.setup = setup;
        this.plan = plan;
        this.listener = listener;
        this.incoming = new Incoming(listener);
    }

    // ---- Connecting

    /** Makes the first attempt, when there is a turn for it. */
    void start() {
        attemptAfter(Duration.ZERO);
    }

    private void attemptAfter(Duration rest) {
        later(rest.toNanos(), () -> later(access.takeTurn(), this::resolveAndConnect));
    }

    private void later(long nanos, Runnable task) {
        if (closing != null) {
            return;
        }
        if (nanos <= 0) {
            task.run();
            return;
        }
        CompletableFuture.delayedExecutor(
                        nanos, TimeUnit.NANOSECONDS, setup.options().loop())
                .execute(() -> later(0, task));
    }

    private void resolveAndConnect() {
        Answers.when(
                access.resolve(plan.address()),
                (address, error) -> setup.options().loop().execute(() -> resolved(address, error)));
    }

    private void resolved(@Nullable InetSocketAddress address, @Nullable Throwable error) {
        if (closing != null) {
            return;
        }
        if (address == null) {
            failed(Failures.of(error == null ? new IllegalStateException() : error, plan.address(), false));
        } else if (needsWipe()) {
            SessionWipe.run(setup, plan.address(), address, () -> later(0, () -> connect(address)));
        } else {
            connect(address);
        }
    }

    /** MQTT 3.1.1 has clean sessions, but no clean start of a session that is then kept. */
    private boolean needsWipe() {
        return plan.version() == MqttVersion.V3_1_1
                && setup.options().keepsSession()
                && setup.options().freshSession()
                && !connectedBefore;
    }

    private void connect(InetSocketAddress address) {
        connectedTo = address;
        Pause waiting = pause;
        pause = null;
        if (client != null && waiting != null && client.version() == plan.version()) {
            waiting.reconnector.transportConfig(setup.transport(plan.address(), address));
            waiting.end(true);
            return;
        }
        if (waiting != null) {
            waiting.end(false);
        }
        VersionedClient fresh = setup.client(plan.version(), plan.address(), address, this);
        client = fresh;
        fresh.listen();
        fresh.connect(isCleanStart());
    }

    private boolean isCleanStart() {
        boolean clean = setup.options().freshSession() && !connectedBefore && plan.version() == MqttVersion.V5;
        return clean || !setup.options().keepsSession();
    }

    // ---- What the client tells

    @Override
    public void onConnected(ConnAck connAck) {
        if (closing != null) {
            leave(closing);
            return;
        }
        LinkUp said = connAck.from(plan.address().toString());
        boolean sessionLost = connectedBefore && !said.sessionPresent();
        up = said;
        connectedBefore = true;
        plan.connected();
        outgoing.connected(Math.min(said.receiveMaximum(), LARGEST_WINDOW));
        if (sessionLost) {
            incoming.sessionLost();
            filters.sessionLost();
        }
        listener.onUp(said);
        restore();
    }

    @Override
    public void onDisconnected(Throwable cause, MqttClientReconnector reconnector) {
        if (closing != null) {
            if (!leaving) {
                closing.done.run();
            }
            return;
        }
        Pause waiting = new Pause(reconnector, new CompletableFuture<>());
        reconnector
                .reconnectWhen(waiting.over, (nothing, error) -> {})
                .resubscribeIfSessionExpired(false)
                .republishIfSessionExpired(false);
        pause = waiting;
        if (client != null) {
            client.listen();
        }
        failed(Failures.of(cause, plan.address(), up != null));
    }

    private void failed(Failure failure) {
        boolean wasUp = up != null;
        up = null;
        Duration rest = wasUp ? plan.lost() : plan.failed(failure.kind());
        if (wasUp) {
            connectionLost(failure.why());
        }
        listener.onDown(new LinkDown(wasUp, failure.code(), failure.why(), plan.failures(), rest));
        attemptAfter(rest);
    }

    private void connectionLost(String why) {
        incoming.connectionLost();
        outgoing.connectionLost(why);
        filters.connectionLost();
    }

    @Override
    public void onMessage(Message message, @Nullable Runnable acknowledge) {
        if (closing == null) {
            incoming.receive(message, acknowledge);
        }
    }

    // ---- What the port asks

    @Override
    public boolean isUp() {
        return up != null;
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
        PublishOutcome refusal = Sendable.refusal(message, up);
        if (refusal != null) {
            outcome.accept(refusal);
        } else {
            outgoing.publish(message, outcome);
        }
    }

    private void handOver(Message message, Consumer<PublishOutcome> outcome) {
        if (client == null) {
            throw new IllegalStateException("nothing is handed over before the link is up");
        }
        try {
            client.publish(message, outcome);
        } catch (IllegalArgumentException e) {
            outcome.accept(new PublishOutcome.NotPossible(false, "MQTT cannot carry the message: " + e.getMessage()));
        }
    }

    @Override
    public int publishesInFlight() {
        return outgoing.inFlight();
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
        if (client == null || up == null) {
            outcome.accept(Failures.linkDown(subscriptions));
            return;
        }
        int largest = up.maximumPacketBytes();
        if (subscriptions.size() == 1 && !FilterBatch.fits(subscriptions.get(0).filter(), largest)) {
            outcome.accept(List.of(new SubscribeOutcome.Refused(
                    PACKET_TOO_LARGE,
                    "it takes no packets of more than " + largest + " bytes, and the filter needs one")));
            return;
        }
        Consumer<List<SubscribeOutcome>> answer = filters.expect(outcome, Failures.linkDown(subscriptions));
        client.subscribe(subscriptions, outcomes -> {
            filters.subscribed(subscriptions, outcomes);
            answer.accept(outcomes);
        });
    }

    /** Subscribes again to what lost sessions held, also where an outage came between; one packet waits for the other. */
    private void restore() {
        List<Subscription> batch = up == null ? List.of() : filters.toRestore(up.maximumPacketBytes());
        if (batch.isEmpty()) {
            return;
        }
        subscribe(batch, outcomes -> {
            for (int i = 0; i < outcomes.size(); i++) {
                tellRestored(batch.get(i).filter(), outcomes.get(i));
            }
            if (!(outcomes.get(0) instanceof SubscribeOutcome.LinkDown)) {
                restore();
            }
        });
    }

    private void tellRestored(TopicFilter filter, SubscribeOutcome outcome) {
        if (outcome instanceof SubscribeOutcome.Granted) {
            listener.onFilterRestored(filter);
        } else if (outcome instanceof SubscribeOutcome.Refused refused) {
            filters.left(List.of(filter));
            listener.onFilterLost(filter, refused);
        }
    }

    @Override
    public void unsubscribe(List<TopicFilter> left, Consumer<Boolean> done) {
        filters.left(left);
        if (client == null || up == null) {
            done.accept(false);
        } else {
            client.unsubscribe(left, filters.expect(confirmed -> unsubscribed(left, confirmed, done), false));
        }
    }

    /** Left once more: a SUBSCRIBE that was under way may have been granted in between. */
    private void unsubscribed(List<TopicFilter> left, boolean confirmed, Consumer<Boolean> done) {
        if (confirmed) {
            filters.left(left);
        }
        done.accept(confirmed);
    }

    // ---- Closing

    @Override
    public void close(boolean keepSession, Runnable done) {
        if (closing != null) {
            done.run();
            return;
        }
        Closing asked = new Closing(keepSession, done);
        boolean wasUp = up != null;
        closing = asked;
        up = null;
        connectionLost("the link was closed");
        if (wasUp) {
            leave(asked);
        } else if (client == null) {
            done.run();
        } else if (pause != null) {
            pause.end(false);
            done.run();
        }
    }

    /** Also for a connection that comes up after the link was closed, since an attempt under way cannot be called off. */
    private void leave(Closing asked) {
        leaving = true;
        VersionedClient last = client;
        InetSocketAddress where = connectedTo;
        if (last == null || where == null) {
            asked.done.run();
            return;
        }
        boolean wipe = !asked.keepSession && setup.options().keepsSession() && last.version() == MqttVersion.V3_1_1;
        last.disconnect(asked.keepSession, () -> {
            if (wipe) {
                SessionWipe.run(setup, plan.address(), where, asked.done);
            } else {
                asked.done.run();
            }
        });
    }
}
