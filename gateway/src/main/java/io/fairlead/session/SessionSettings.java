package io.fairlead.session;

/**
 * What every session of a node has in common.
 *
 * @param node the node's name, as {@code welcome} tells it
 * @param pingMillis how long a connection may be idle before the server pings, in milliseconds
 * @param maxBytes the largest frame a client may send, in bytes
 * @param subscriptions how many subscriptions a client may have
 * @param rates how often clients and users may do what
 * @param publishesInFlight how many publishes of a client may wait for their outcome
 * @param publishBytesInFlight how many bytes of payload of a client's publishes may wait for their outcome; a single larger
 *     one may wait alone
 * @param requests the bounds of requests
 * @param connectTimeoutMillis how long a client may take to its first command, and the authenticator to its answer, in
 *     milliseconds
 */
public record SessionSettings(
        String node,
        long pingMillis,
        int maxBytes,
        int subscriptions,
        RateSettings rates,
        int publishesInFlight,
        long publishBytesInFlight,
        Requests requests,
        long connectTimeoutMillis) {

    /** Settings that limit no rate but that of publishes. */
    public SessionSettings(
            String node,
            long pingMillis,
            int maxBytes,
            int subscriptions,
            double publishPerSecond,
            int publishesInFlight,
            long publishBytesInFlight,
            Requests requests,
            long connectTimeoutMillis) {
        this(
                node,
                pingMillis,
                maxBytes,
                subscriptions,
                RateSettings.ofPublishes(publishPerSecond),
                publishesInFlight,
                publishBytesInFlight,
                requests,
                connectTimeoutMillis);
    }

    /**
     * The bounds of requests.
     *
     * @param inFlight how many requests of a client may wait for their answer
     * @param timeoutMillis how long a request waits that does not say, in milliseconds
     * @param longestMillis how long it may ask to wait, in milliseconds
     */
    public record Requests(int inFlight, long timeoutMillis, long longestMillis) {

        /** What counts where nothing was configured. */
        public static final Requests DEFAULT = new Requests(64, 5_000, 60_000);
    }

    /** The settings of a node for which nothing was configured but its name. */
    public static SessionSettings defaults(String node) {
        return new SessionSettings(
                node, 25_000, 64 * 1024, 100, RateSettings.DEFAULT, 64, 1 << 20, Requests.DEFAULT, 10_000);
    }
}
