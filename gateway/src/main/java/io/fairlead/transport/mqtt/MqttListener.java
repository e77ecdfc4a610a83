package io.fairlead.transport.mqtt;

import io.fairlead.bridge.NodeLoop;
import io.fairlead.identity.Peer;
import io.fairlead.metrics.Meters;
import io.fairlead.session.Reason;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Listener;
import io.fairlead.wire.mqtt.MqttSession;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener of MQTT clients on a port of its own, with a door on each loop. */
public final class MqttListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MqttListener.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    /** What lies between an accepted socket and MQTT. */
    public interface Entrance {
        /**
         * Makes a new connection speak MQTT, now or when more of it has come, by {@link MqttDoor#open}.
         *
         * @param channel an accepted connection, on the door's loop
         */
        void enter(Channel channel, MqttDoor door);

        /**
         * Nothing: MQTT begins with the first byte.
         *
         * @param listener its name in log lines
         */
        static Entrance plain(String listener) {
            return (channel, door) -> door.open(channel, new Peer(channel.remoteAddress(), listener, null, null));
        }
    }

    private final List<NodeLoop> loops;
    private final List<MqttDoor> doors;
    private final Listener listener;

    private MqttListener(List<NodeLoop> loops, List<MqttDoor> doors, Listener listener) {
        this.loops = loops;
        this.doors = doors;
        this.listener = listener;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param sessions the sessions of each loop's clients
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static MqttListener start(
            String host,
            int port,
            EventLoops loops,
            MqttSettings settings,
            Entrance entrance,
            Function<NodeLoop, MqttSession.Factory> sessions,
            Meters meters)
            throws IOException {
        List<MqttDoor> doors = loops.all().stream()
                .map(loop -> new MqttDoor(loop.eventLoop(), settings, sessions.apply(loop), meters))
                .toList();
        Listener listener =
                Listener.open(host, port, loops, (loop, channel) -> entrance.enter(channel, doors.get(loop.index())));
        return new MqttListener(loops.all(), doors, listener);
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Stops accepting; clients live on, and those that connect too late are told so. Not to be called on an event loop. */
    public void stopAccepting() {
        listener.close();
        onEachLoop(door -> door.shut(Reason.DRAINING));
    }

    /**
     * Sends the clients elsewhere, spread over half the window.
     *
     * @param gone called on any loop once the last one is gone
     */
    public void drain(Duration window, Runnable gone) {
        var left = new AtomicInteger(doors.size());
        onEachLoop(door -> door.drain(window, () -> {
            if (left.decrementAndGet() == 0) {
                gone.run();
            }
        }));
    }

    /** Stops accepting, closes every connection, and waits a few seconds for them to be gone. Not to be called on an event loop. */
    @Override
    public void close() {
        stopAccepting();
        var gone = new CountDownLatch(doors.size());
        onEachLoop(door -> door.close(Reason.DRAINING, gone::countDown));
        await(gone);
    }

    private void onEachLoop(Consumer<MqttDoor> action) {
        for (NodeLoop loop : loops) {
            loop.eventLoop().execute(() -> action.accept(doors.get(loop.index())));
        }
    }

    private static void await(CountDownLatch gone) {
        try {
            if (!gone.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("some MQTT clients did not close in {} s; they are cut off", CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
