package io.fairlead.topicmap;

import java.time.Duration;

/**
 * How much of a live channel the gateway keeps for those who come back.
 *
 * @param messages how many messages, 0 for none
 * @param within how old they may be
 */
public record Recover(int messages, Duration within) {

    /** Nothing is kept. */
    public static final Recover NONE = new Recover(0, Duration.ZERO);
}
