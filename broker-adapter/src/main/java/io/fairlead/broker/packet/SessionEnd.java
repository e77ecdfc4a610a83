package io.fairlead.broker.packet;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.connect.Failure;
import io.fairlead.topic.Message;
import io.netty.channel.IoEventLoopGroup;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session that no connection is there to end, or that MQTT 3.1.1 cannot end otherwise: connects with a clean session
 * that ends with its connection, and leaves.
 */
final class SessionEnd implements ConnectionListener {

    private final Consumer<@Nullable Failure> done;
    private @Nullable Connection connection;

    private SessionEnd(Consumer<@Nullable Failure> done) {
        this.done = done;
    }

    /** Ends the session; {@code done} is called on the loop, with what kept it from being ended, if anything did. */
    static void run(
            Transport transport, IoEventLoopGroup loop, ConnectRequest request, Consumer<@Nullable Failure> done) {
        SessionEnd end = new SessionEnd(done);
        ConnectRequest clean = new ConnectRequest(
                request.settings(),
                request.options(),
                request.version(),
                request.address(),
                request.resolved(),
                true,
                0);
        end.connection = Connection.open(transport, loop, clean, end);
    }

    @Override
    public void onConnected(LinkUp up) {
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
