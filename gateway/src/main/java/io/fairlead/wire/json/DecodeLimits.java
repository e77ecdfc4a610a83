package io.fairlead.wire.json;

/**
 * How much one frame from a client may hold.
 *
 * @param maxBytes the longest frame
 * @param maxBatch the most commands in one batch
 */
public record DecodeLimits(int maxBytes, int maxBatch) {

    /** The most commands in one batch, where nothing else is said. */
    public static final int DEFAULT_MAX_BATCH = 256;
}
