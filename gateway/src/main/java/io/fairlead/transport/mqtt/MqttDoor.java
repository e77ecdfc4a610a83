package io.fairlead.transport.mqtt;

import io.fairlead.identity.Peer;
import io.fairlead.metrics.Meters;
import io.fairlead.session.Reason;
import io.fairlead.transport.Visits;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttSession;
import io.fairlead.wire.mqtt.PacketSplitter;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One event loop's door for a listener's MQTT clients, whatever carries their bytes. Used on its loop only. */
public final class MqttDoor {
    private final EventLoop loop;
    private final MqttSettings settings;
    private final MqttSession.Factory sessions;
    private final Meters meters;
    private final Deadlines deadlines;
    private final FaultLog faults = new FaultLog();
    /** What who connects now is told, once the door is shut. */
    private @Nullable Reason shut;

    /**
     * A door.
     *
     * @param sessions asked for a session when a client's CONNECT has come
     */
    public MqttDoor(EventLoop loop, MqttSettings settings, MqttSession.Factory sessions, Meters meters) {
        this.loop = loop;
        this.settings = settings;
        this.sessions = sessions;
        this.meters = meters;
        this.deadlines = new Deadlines(loop);
    }

    /**
     * Takes a connection whose bytes are MQTT from now on: adds its handlers behind those that are there. The connect timeout
     * begins.
     *
     * @param channel a channel of this door's loop; what reads and writes behind its handlers are {@link
     *     io.netty.buffer.ByteBuf}s of MQTT. Closing it ends what lies in front in an orderly way
     */
    public void open(Channel channel, Peer peer) {
        if (!channel.isOpen()) {
            return;
        }
        int atFirst = Math.min(settings.maxPacketBytes(), Visits.of(channel).mostBytesBefore());
        var splitter = PacketSplitter.ofClient(atFirst);
        channel.pipeline()
                .addLast(
                        splitter,
                        new MqttDecoder(settings.maxPacketBytes(), Integer.MAX_VALUE),
                        MqttEncoder.INSTANCE,
                        new MqttHandler(this, channel, peer, splitter));
    }

    /** How many connections are open here, those with them that have not said CONNECT. */
    public int size() {
        return deadlines.size();
    }

    /** Does something with every open connection. */
    public void forEach(Consumer<MqttConnection> action) {
        deadlines.forEach(handler -> action.accept(handler.connection()));
    }

    /** Takes no more clients: who connects from now on is told why not. */
    public void shut(Reason reason) {
        shut = reason;
    }

    /**
     * Shuts the door, and tells its sessions one by one over the first half of the window that the node goes down, so that no
     * other node gets all clients at once.
     *
     * @param window how long it lasts at most; with zero all are told at once
     * @param gone called once the last connection is gone
     */
    public void drain(Duration window, Runnable gone) {
        shut(Reason.DRAINING);
        long millis = window.toMillis();
        long closeAt = System.currentTimeMillis() + millis;
        List<MqttHandler> all = new ArrayList<>();
        deadlines.forEach(all::add);
        for (int i = 0; i < all.size(); i++) {
            MqttHandler handler = all.get(i);
            later(() -> handler.drain(closeAt), millis / 2 * i / all.size());
        }
        deadlines.whenEmpty(gone);
    }

    private void later(Runnable task, long delayMillis) {
        if (delayMillis == 0) {
            task.run();
        } else {
            var unused = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            Objects.requireNonNull(unused);
        }
    }

    /**
     * Shuts the door and closes every connection.
     *
     * @param gone called once the last connection is gone
     */
    public void close(Reason reason, Runnable gone) {
        shut(reason);
        deadlines.forEach(handler -> handler.close(reason));
        deadlines.whenEmpty(gone);
    }

    MqttSettings settings() {
        return settings;
    }

    MqttSession.Factory sessions() {
        return sessions;
    }

    Meters meters() {
        return meters;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    FaultLog faults() {
        return faults;
    }

    @Nullable
    Reason whyShut() {
        return shut;
    }
}
