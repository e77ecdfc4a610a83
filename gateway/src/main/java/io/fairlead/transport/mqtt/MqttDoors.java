package io.fairlead.transport.mqtt;

import io.fairlead.bridge.NodeLoop;
import io.fairlead.metrics.Meters;
import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.MqttSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of one listener's MQTT clients, one on each event loop. Any thread, and none of its loops where it waits. */
public final class MqttDoors implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MqttDoors.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final List<NodeLoop> loops;
    private final List<MqttDoor> doors;

    private MqttDoors(List<NodeLoop> loops, List<MqttDoor> doors) {
        this.loops = loops;
        this.doors = doors;
    }

    /**
     * Makes a door for each loop.
     *
     * @param sessions the sessions of each loop's clients
     */
    public static MqttDoors of(
            List<NodeLoop> loops,
            MqttSettings settings,
            Function<NodeLoop, MqttSession.Factory> sessions,
            Meters meters) {
        return new MqttDoors(
                loops,
                loops.stream()
                        .map(loop -> new MqttDoor(loop.eventLoop(), settings, sessions.apply(loop), meters))
                        .toList());
    }

    /** The door of a loop. */
    public MqttDoor on(NodeLoop loop) {
        return doors.get(loop.index());
    }

    /** Takes no more clients. */
    public void shut() {
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

    /** Closes what clients there still are, and waits a few seconds for them to be gone. */
    @Override
    public void close() {
        var gone = new CountDownLatch(doors.size());
        onEachLoop(door -> door.close(Reason.DRAINING, gone::countDown));
        try {
            if (!gone.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("some MQTT clients did not close in {} s; they are cut off", CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void onEachLoop(Consumer<MqttDoor> action) {
        for (NodeLoop loop : loops) {
            loop.eventLoop().execute(() -> action.accept(on(loop)));
        }
    }
}
