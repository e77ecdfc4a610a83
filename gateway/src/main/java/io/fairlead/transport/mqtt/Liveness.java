package io.fairlead.transport.mqtt;

/**
 * How long one connection may be silent: until its CONNECT the connect timeout, and from then on one and a half times its
 * keep-alive (MQTT 5, section 3.1.2.10). Time in which nothing was read from it does not count. Counted in the ticks of
 * {@link Deadlines}.
 */
final class Liveness {
    /** So far away that it never comes. */
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final MqttHandler handler;
    private final Deadlines deadlines;

    // Where it stands among the deadlines of its loop.
    int slot = -1;
    int index;

    /** When the client was last heard, or not read from. */
    private long since;

    private long most;

    Liveness(MqttHandler handler, Deadlines deadlines, long connectTimeoutMillis) {
        this.handler = handler;
        this.deadlines = deadlines;
        this.most = Deadlines.ticks(connectTimeoutMillis);
        this.since = deadlines.now();
    }

    MqttHandler handler() {
        return handler;
    }

    void begin() {
        deadlines.add(this);
    }

    void end() {
        deadlines.remove(this);
    }

    /** The client sent a packet. */
    void onHeard() {
        since = deadlines.now();
    }

    /** Sets how long it may be silent from now on, in seconds before the half that MQTT adds; zero for ever. */
    void keepAlive(int seconds) {
        since = deadlines.now();
        most = seconds == 0 ? NEVER : Deadlines.ticks(seconds * 1_500L);
        deadlines.move(this);
    }

    /** The tick at which it has been silent too long, if it says nothing more. */
    long due() {
        return since + most;
    }

    /** Looks whether it was silent too long. Returns whether it is still to be looked at. */
    boolean onTick(long now) {
        if (handler.isReadingPaused()) {
            since = now;
        }
        if (due() > now) {
            return true;
        }
        handler.onSilence();
        return false;
    }
}
