package io.fairlead.relay;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the broker from taking for gone a client that is there (MQTT 5, section 3.1.2.10): one whose packets go no further than
 * the gateway, since they are refused, or that is not read from, since it was too fast. The gateway sends PINGREQ for it
 * then, and takes out the answers. Owned by the client's loop.
 */
final class Pulse {

    /** How many times in a keep-alive the gateway may ping: what is silent for one and a half times as long is gone. */
    private static final int BEATS = 4;

    private final BrokerLeg leg;
    private final EventLoop loop;
    private final LongSupplier clock;
    private final long beatMillis;
    private long lastMillis;
    private int unanswered;
    private @Nullable ScheduledFuture<?> next;

    /**
     * @param clock milliseconds, of any origin
     * @param keepAliveSeconds what the broker counts; 0 for none
     */
    Pulse(BrokerLeg leg, EventLoop loop, LongSupplier clock, int keepAliveSeconds) {
        this.leg = leg;
        this.loop = loop;
        this.clock = clock;
        this.beatMillis = keepAliveSeconds * 1_000L / BEATS;
        this.lastMillis = clock.getAsLong();
    }

    /**
     * The client sent a packet.
     *
     * @param passed whether the broker was sent something for it
     */
    void onPacket(boolean passed) {
        if (!passed && beatMillis > 0 && clock.getAsLong() - lastMillis >= beatMillis) {
            ping();
        }
    }

    /** The client is not read from for a while. */
    void restFor(long millis) {
        stop();
        if (beatMillis > 0 && millis > beatMillis) {
            next = loop.schedule(() -> beat(millis - beatMillis), beatMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void beat(long restMillis) {
        ping();
        leg.flush();
        restFor(restMillis);
    }

    private void ping() {
        lastMillis = clock.getAsLong();
        unanswered++;
        leg.write(MqttMessage.PINGREQ);
    }

    /** Whether a PINGRESP of the broker is the gateway's own; which of two is whose does not matter. */
    boolean takeAnswer() {
        if (unanswered == 0) {
            return false;
        }
        unanswered--;
        return true;
    }

    /** The client is read from, or the session is over. */
    void stop() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
