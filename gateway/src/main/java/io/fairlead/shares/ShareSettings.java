package io.fairlead.shares;

import java.time.Duration;

/**
 * How the node is shared. Zero is no limit, wherever nothing else is said.
 *
 * @param connections how many connections of clients the node has
 * @param connectionsPerAddress how many one address has, or one /64 of IPv6
 * @param connectionsPerUser how many one user has whose credentials held
 * @param connectsPerSecond how many connections a second are accepted; what comes faster waits
 * @param connectsPerSecondPerAddress how many connections a second of one address are accepted; as many as it may have, and at
 *     least {@link #LEAST_BURST}, may come in a burst
 * @param unauthenticated how many may not have said yet who they are; past it the eldest of those is closed
 * @param beforeAuthentication how many bytes a frame or packet may have by which a client says who it is
 * @param outboundBytes how many bytes may wait for all clients together
 * @param bans when who misbehaves is banned
 */
public record ShareSettings(
        int connections,
        int connectionsPerAddress,
        int connectionsPerUser,
        double connectsPerSecond,
        double connectsPerSecondPerAddress,
        int unauthenticated,
        int beforeAuthentication,
        long outboundBytes,
        Bans bans) {

    /** Stands for a number that the machine decides: its open files, or its memory. */
    public static final int AUTO = -1;

    /** The least burst of connects of one address. */
    public static final int LEAST_BURST = 50;

    /**
     * When who misbehaves is banned.
     *
     * @param points how much misbehaviour is too much; see {@link Violation}
     * @param window within which time
     * @param shortest how long the first ban lasts; each further one twice as long as the one before
     * @param longest how long a ban lasts at most; after as long a time of good behaviour the next one counts as the first
     */
    public record Bans(int points, Duration window, Duration shortest, Duration longest) {

        /** What counts where nothing was configured. */
        public static final Bans DEFAULT =
                new Bans(100, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1));
    }

    /** What counts where nothing was configured. */
    public static final ShareSettings DEFAULT =
            new ShareSettings(AUTO, 200, 200, 2_000, 20, 4_000, 32 << 10, AUTO, Bans.DEFAULT);

    /** No limits at all. */
    public static final ShareSettings NONE = new ShareSettings(
            0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0, new Bans(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    /** The same with what the machine decides put in place of {@link #AUTO}. */
    public ShareSettings on(int connectionsHere, long outboundBytesHere) {
        return new ShareSettings(
                connections == AUTO ? connectionsHere : connections,
                connectionsPerAddress,
                connectionsPerUser,
                connectsPerSecond,
                connectsPerSecondPerAddress,
                unauthenticated,
                beforeAuthentication,
                outboundBytes == AUTO ? outboundBytesHere : outboundBytes,
                bans);
    }

    double burstPerAddress() {
        return Math.max(LEAST_BURST, connectionsPerAddress);
    }

    /** How many may not have said who they are: never so many that the others have no place. */
    int mostUnauthenticated() {
        int most = unauthenticated == 0 ? Integer.MAX_VALUE : unauthenticated;
        return connections <= 0 ? most : Math.max(1, Math.min(most, connections / 2));
    }
}
