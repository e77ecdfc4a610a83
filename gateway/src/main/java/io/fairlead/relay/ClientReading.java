package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttConnection;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether the client is read from. Several may have a reason not to, and each takes back its own. Owned by the loop. */
final class ClientReading {

    /** Why a client is not read from. */
    enum Hindrance {
        /** The broker has not accepted it yet. */
        CONNECTING,
        /** The broker does not take what was sent. */
        BROKER_SLOW,
        /** The broker has not answered so much of what it was asked. */
        UNANSWERED,
        /** It is faster than it may. */
        TOO_FAST
    }

    private final MqttConnection client;
    private final Set<Hindrance> hindrances = EnumSet.noneOf(Hindrance.class);
    private @Nullable ScheduledFuture<?> rest;
    private long restUntilNanos;

    ClientReading(MqttConnection client) {
        this.client = client;
    }

    void set(Hindrance hindrance, boolean holds) {
        boolean changed = holds ? hindrances.add(hindrance) : hindrances.remove(hindrance);
        if (changed && hindrances.size() == (holds ? 1 : 0)) {
            client.pauseReading(holds);
        }
    }

    /** Reads nothing for a while, since the client was too fast; for longer if it rests longer already. */
    void restFor(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (hindrances.contains(Hindrance.TOO_FAST) && until - restUntilNanos <= 0) {
            return;
        }
        restUntilNanos = until;
        stop();
        set(Hindrance.TOO_FAST, true);
        rest = client.loop().schedule(() -> set(Hindrance.TOO_FAST, false), millis, TimeUnit.MILLISECONDS);
    }

    /** The session is over. */
    void stop() {
        if (rest != null) {
            rest.cancel(false);
            rest = null;
        }
    }
}
