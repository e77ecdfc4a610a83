package io.fairlead.shares;

import io.fairlead.session.Reason;
import org.jspecify.annotations.Nullable;

/** What counts against a client's address, and against its user, until they are banned. */
public enum Violation {
    /** A connection was closed for frames or packets that are none. */
    BAD_FRAMES("frames that cannot be read", 5),
    /** Credentials did not hold. */
    REJECTED("credentials that do not hold", 1),
    /** A connection was closed since it kept on sending more than allowed. */
    RATE("more than allowed, over and over", 25),
    /** A connection came while the address had come too often already. */
    FLAPPING("too many connects", 1);

    private final String words;
    private final int points;

    Violation(String words, int points) {
        this.words = words;
        this.points = points;
    }

    /** What it is, for log lines. */
    public String words() {
        return words;
    }

    /** How much it weighs. */
    public int points() {
        return points;
    }

    /** What a client did whose connection is closed for this reason; null if that is no violation. */
    public static @Nullable Violation of(Reason reason) {
        return switch (reason) {
            case BAD_FRAME, TOO_LARGE -> BAD_FRAMES;
            case RATE_LIMITED -> RATE;
            case UNAUTHENTICATED -> REJECTED;
            default -> null;
        };
    }
}
