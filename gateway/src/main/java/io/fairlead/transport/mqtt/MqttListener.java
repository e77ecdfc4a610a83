package io.fairlead.transport.mqtt;

import io.fairlead.bridge.NodeLoop;
import io.fairlead.identity.Peer;
import io.fairlead.metrics.Meters;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Listener;
import io.fairlead.transport.Reception;
import io.fairlead.wire.mqtt.MqttSession;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

/** A listener of MQTT clients on a port of its own, with a door on each loop. */
public final class MqttListener implements AutoCloseable {
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

    private final MqttDoors doors;
    private final Listener listener;

    private MqttListener(MqttDoors doors, Listener listener) {
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
        MqttDoors doors = MqttDoors.of(loops.all(), settings, sessions, meters);
        return start(host, port, loops, Reception.OPEN, entrance, doors);
    }

    /**
     * Listens.
     *
     * @param reception says which connections are taken
     * @param doors take its clients; closed with the listener
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static MqttListener start(
            String host, int port, EventLoops loops, Reception reception, Entrance entrance, MqttDoors doors)
            throws IOException {
        Listener listener =
                Listener.open(host, port, loops, reception, (loop, channel) -> entrance.enter(channel, doors.on(loop)));
        return new MqttListener(doors, listener);
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Stops accepting; clients live on, and those that connect too late are told so. Not to be called on an event loop. */
    public void stopAccepting() {
        listener.close();
        doors.shut();
    }

    /**
     * Sends the clients elsewhere, spread over half the window.
     *
     * @param gone called on any loop once the last one is gone
     */
    public void drain(Duration window, Runnable gone) {
        doors.drain(window, gone);
    }

    /** Stops accepting, closes every connection, and waits a few seconds for them to be gone. Not to be called on an event loop. */
    @Override
    public void close() {
        stopAccepting();
        doors.close();
    }
}
