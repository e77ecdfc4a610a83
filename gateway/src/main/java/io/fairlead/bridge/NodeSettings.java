package io.fairlead.bridge;

import io.fairlead.session.SessionSettings;
import java.time.Duration;

/**
 * What a node is configured to be, as far as sessions and the broker meet in it.
 *
 * @param name the node's name, unique among those that share a broker: it makes the client ids of its links
 * @param prefix the first levels of the topics that Fairlead needs for itself
 * @param session what every session of the node has in common
 * @param linkSession how long the broker keeps a shared link's session after an outage
 * @param maxLinks how many shared links may be opened, at least one for each loop; further ones serve overlapping filters
 * @param linger how long a broker subscription stays after its last subscriber has gone
 * @param maxPendingBytes how many bytes may wait to be read by one client
 * @param publishing the bounds of publishing
 * @param retained the bounds of retained messages
 * @param durable the bounds of durable clients
 * @param recovery what is kept of live channels for clients that come back
 * @param memory what is remembered of publishes, so that one can be repeated safely
 */
public record NodeSettings(
        String name,
        String prefix,
        SessionSettings session,
        Duration linkSession,
        int maxLinks,
        Duration linger,
        long maxPendingBytes,
        Publishing publishing,
        Retained retained,
        Durable durable,
        Recovery recovery,
        Memory memory) {

    /**
     * The bounds of publishing, for each loop.
     *
     * @param inFlight how many QoS 1 and 2 publishes the broker may have unanswered; its own Receive Maximum counts if it is
     *     smaller
     * @param unsent how many QoS 0 publishes may be on their way to the broker's socket
     * @param waiting how many publishes may wait
     * @param waitingBytes how many bytes of payload may wait
     * @param patience how long a publish waits before it is given back
     */
    public record Publishing(int inFlight, int unsent, int waiting, long waitingBytes, Duration patience) {}

    /**
     * The bounds of retained messages.
     *
     * @param perFetch how many of one filter are replayed at most
     * @param quiet how long nothing must have come before a fetch counts as answered
     * @param patience how long one round of fetching lasts at most
     * @param cachedTopics how many are kept for one channel (MQTT 5)
     * @param cachedBytes how many bytes of payload are kept for one shared link (MQTT 5)
     */
    public record Retained(int perFetch, Duration quiet, Duration patience, int cachedTopics, long cachedBytes) {}

    /**
     * The bounds of durable clients.
     *
     * @param windowMessages how many messages a client may have unacknowledged before its link is paused
     * @param windowBytes how many bytes of payload it may have unacknowledged before its link is paused
     * @param linger how long the link of a client that is gone stays
     * @param clientsPerUser how many durable clients one user may have on the node
     * @param claimWait how long a link that was closed without a reason waits to hear that another has taken it over; longer
     *     where it is closed again and again
     * @param expiresSessions whether the broker ends sessions by itself on MQTT 3.1.1 too, which has no expiry; where it does
     *     not, there are no durable clients on that version
     */
    public record Durable(
            int windowMessages,
            long windowBytes,
            Duration linger,
            int clientsPerUser,
            Duration claimWait,
            boolean expiresSessions) {

        /** What counts where nothing was configured. */
        public static final Durable DEFAULT =
                new Durable(256, 1 << 20, Duration.ofSeconds(15), 20, Duration.ofMillis(500), false);
    }

    /**
     * What is kept of live channels for clients that come back; the routes say how much of each.
     *
     * @param bytes how many bytes all channels of the node may take together
     */
    public record Recovery(long bytes) {

        /** What counts where nothing was configured. */
        public static final Recovery DEFAULT = new Recovery(64 << 20);

        private static final int BYTES_PER_IDLE_CHANNEL = 1 << 10;

        /**
         * How many channels stay for clients that may come back though nobody is subscribed to them: who cycles through names
         * is not to fill the node with channels, nor the broker with filters.
         */
        int mostIdle() {
            return (int) Math.min(Integer.MAX_VALUE, bytes / BYTES_PER_IDLE_CHANNEL);
        }
    }

    /**
     * What is remembered of publishes.
     *
     * @param idsPerClient how many ids of one client
     * @param age how long an id is remembered
     * @param ids how many ids of all clients of the node together
     */
    public record Memory(int idsPerClient, Duration age, int ids) {

        /** What counts where nothing was configured. */
        public static final Memory DEFAULT = new Memory(1_000, Duration.ofMinutes(2), 200_000);
    }

    /** The settings of a node for which nothing was configured but its name. */
    public static NodeSettings defaults(String name, int loops) {
        return new NodeSettings(
                name,
                "fairlead",
                SessionSettings.defaults(name),
                Duration.ofMinutes(2),
                loops + 4,
                Duration.ofSeconds(5),
                1 << 20,
                new Publishing(1_000, 1_000, 10_000, 16 << 20, Duration.ofSeconds(10)),
                new Retained(10_000, Duration.ofMillis(100), Duration.ofSeconds(5), 1_000, 16 << 20),
                Durable.DEFAULT,
                Recovery.DEFAULT,
                Memory.DEFAULT);
    }
}
