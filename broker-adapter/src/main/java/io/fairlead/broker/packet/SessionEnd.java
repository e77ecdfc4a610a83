package io.fairlead.broker.packet;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.connect.ConnectPlan;
import io.fairlead.broker.connect.Failure;
import io.fairlead.broker.connect.NetworkFailures;
import io.fairlead.topic.Message;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session that no connection is there to end, or that MQTT 3.1.1 cannot end otherwise: connects with a clean session
 * that ends with its connection, and leaves.
 */
final class SessionEnd implements ConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionEnd.class);

    private final Consumer<@Nullable Failure> done;
    private @Nullable Connection connection;

    private SessionEnd(Consumer<@Nullable Failure> done) {
        this.done = done;
    }

    /** Ends the session; {@code done} is called on the loop, with what kept it from being ended, if anything did. */
    static void run(LinkSetup setup, ConnectPlan plan, InetSocketAddress address, Consumer<@Nullable Failure> done) {
        SessionEnd end = new SessionEnd(done);
        end.connection = setup.openLast(plan, address, end);
    }

    /** Ends the session when there is a turn for it, for a link that is closed. If it does not come off, that is logged. */
    static void inItsTurn(LinkSetup setup, ConnectPlan plan, Attempts attempts, Runnable done) {
        Consumer<@Nullable Failure> tried = failure -> {
            if (failure != null) {
                LOG.warn(
                        "the broker's session of client id {} could not be ended, and stays until the broker ends it: {}",
                        setup.options().clientId(),
                        failure.why());
            }
            done.run();
        };
        attempts.next(Duration.ZERO, (address, error) -> {
            if (address == null) {
                Throwable why = error == null ? new UnknownHostException() : error;
                tried.accept(NetworkFailures.unreachable(why, plan.address()));
            } else {
                run(setup, plan, address, tried);
            }
        });
    }

    @Override
    public void onConnected(LinkUp up, long sessionSeconds) {
        if (connection != null) {
            connection.leave(false, () -> done.accept(null));
        }
    }

    @Override
    public void onEnded(Failure failure) {
        done.accept(failure);
    }

    @Override
    public void onMessage(Message message, int packetId, boolean dup) {}

    @Override
    public void onRelease(int packetId) {}

    @Override
    public void onSubscribed(int packetId, List<SubscribeOutcome> outcomes) {}

    @Override
    public void onUnsubscribed(int packetId, boolean confirmed) {}
}
