package io.fairlead.bridge;

/** How the messages of a live channel are numbered: by {@code pos} under an epoch. Owned by the channel's loop. */
final class Numbering {

    /** Messages since the channel was made, over all epochs. */
    private long count;

    // As long as an epoch.
    private String epoch;
    private long countAtEpoch;

    Numbering(String epoch) {
        this.epoch = epoch;
    }

    long count() {
        return count;
    }

    String epoch() {
        return epoch;
    }

    /** The number of the last message; 0 if the epoch has none yet. */
    long pos() {
        return count - countAtEpoch;
    }

    void next() {
        count++;
    }

    void startAnew(String fresh) {
        epoch = fresh;
        countAtEpoch = count;
    }
}
