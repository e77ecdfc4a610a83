package io.fairlead.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fan-out run does: so many subscribers of one channel, and messages to all of them at a steady pace.
 *
 * @param protocol what the server speaks
 * @param url where subscribers connect, {@code ws://host:port/path}
 * @param channel what they subscribe to: a channel, or a topic where the protocol is MQTT
 * @param token a JSON web token for the subscribers and a publisher by JSON; null for none
 * @param publishTo the broker that messages are published to, {@code mqtt://host:port/topic}; null to publish by
 *     the subscribers' own protocol
 * @param subscribers how many connections that count
 * @param stalled how many more connections subscribe and then read nothing any more; Fairlead's protocol only
 * @param warmup messages before anything is counted
 * @param messages messages that count
 * @param perSecond messages in a second
 * @param payloadBytes size of a payload
 * @param patience how long to wait for connections to open, and for the last message once nothing more arrives
 * @param servers the processes whose CPU time is read
 */
public record FanoutPlan(
        Protocol protocol,
        URI url,
        String channel,
        @Nullable String token,
        @Nullable URI publishTo,
        int subscribers,
        int stalled,
        int warmup,
        int messages,
        double perSecond,
        int payloadBytes,
        Duration patience,
        List<ServerProcess> servers) {

    /** What a server of subscribers speaks, each over WebSocket. */
    public enum Protocol {
        /** Fairlead's JSON protocol. */
        FAIRLEAD,
        /** MQTT 3.1.1 in binary frames. */
        MQTT,
        /** The floor's: every frame after the handshake is a message. */
        FLOOR
    }

    /** A process on this machine, and what the report calls it. */
    public record ServerProcess(String label, long pid) {}

    /**
     * Checks what can be checked before anything is opened.
     *
     * @throws BenchException if something cannot be done as asked
     */
    public FanoutPlan {
        demand(subscribers > 0 && messages > 0 && warmup >= 0, "needs at least one subscriber and one message");
        demand(stalled >= 0, "needs no fewer than 0 stalled subscribers");
        demand(stalled == 0 || protocol == Protocol.FAIRLEAD, "stalls subscribers of Fairlead only");
        demand(perSecond > 0, "needs a rate above 0");
        demand(payloadBytes >= Stamp.SMALLEST, "needs payloads of at least " + Stamp.SMALLEST + " bytes");
        demand("ws".equals(url.getScheme()) && url.getHost() != null, "speaks ws://host:port/path only, not " + url);
        demand(
                protocol != Protocol.MQTT || publishTo != null,
                "does not publish by MQTT over WebSocket; name a broker");
        demand(
                publishTo == null
                        || ("mqtt".equals(publishTo.getScheme())
                                && publishTo.getHost() != null
                                && publishTo.getPath().length() > 1),
                "publishes to mqtt://host:port/topic only, not " + publishTo);
    }

    private static void demand(boolean met, String otherwise) {
        if (!met) {
            throw new BenchException("The load " + otherwise + ".");
        }
    }

    /** The pause between two messages, in nanoseconds. */
    long intervalNanos() {
        return Math.max(1, (long) (1e9 / perSecond));
    }
}
