package io.fairlead.shares;

/** What one address has of the node, and how often it came. Changed by one thread at a time, as {@link Ledger} sees to. */
final class Account {

    /**
     * How many connections of an address may be open only to be told that they are not taken. A word costs a handshake; past
     * this, who comes is cut off without one.
     */
    private static final int MOST_TOLD = 8;

    private final Bucket connects;
    private int taken;
    private int verified;
    private int told;

    Account(Bucket connects) {
        this.connects = connects;
    }

    /** What becomes of a connection that comes. */
    enum Entry {
        TAKEN,
        TOO_MANY,
        TOO_OFTEN
    }

    /** Takes a connection, unless the address has too many, or comes too often. */
    Entry enter(ShareSettings settings, long nowNanos) {
        if (settings.connectionsPerAddress() > 0 && taken >= settings.connectionsPerAddress()) {
            return Entry.TOO_MANY;
        }
        if (!mayCome(settings, nowNanos)) {
            return Entry.TOO_OFTEN;
        }
        taken++;
        return Entry.TAKEN;
    }

    /** Takes a connection that is only to be told something. */
    Entry enterToBeTold(ShareSettings settings, long nowNanos) {
        if (told >= MOST_TOLD) {
            return Entry.TOO_MANY;
        }
        if (!mayCome(settings, nowNanos)) {
            return Entry.TOO_OFTEN;
        }
        told++;
        return Entry.TAKEN;
    }

    private boolean mayCome(ShareSettings settings, long nowNanos) {
        return settings.connectsPerSecondPerAddress() == 0 || connects.take(nowNanos);
    }

    /** Gives a connection's place back. Always true. */
    boolean leave(Visit.Hold hold) {
        taken -= hold == Visit.Hold.TAKEN ? 1 : 0;
        told -= hold == Visit.Hold.TOLD ? 1 : 0;
        return true;
    }

    /** One more, or one less, of its connections is of a client whose credentials held. Always false. */
    boolean verified(int change) {
        verified += change;
        return false;
    }

    /** How many its good clients are, beside all that nobody knows. */
    int share() {
        return 1 + verified;
    }

    long nanosUntilNext(long nowNanos) {
        return connects.nanosUntilOne(nowNanos);
    }

    boolean isInUse() {
        return taken > 0 || told > 0;
    }

    /** Whether it is as if the address had never come. */
    boolean isBlank(long nowNanos) {
        return !isInUse() && connects.isFull(nowNanos);
    }
}
