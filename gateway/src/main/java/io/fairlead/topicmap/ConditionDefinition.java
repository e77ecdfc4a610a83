package io.fairlead.topicmap;

import io.fairlead.problem.Position;

/**
 * One condition as it was written.
 *
 * @param claim the claim's name; empty for the other kinds
 * @param value what is compared with, variables and all; empty for {@code anyone} and {@code authenticated}
 */
public record ConditionDefinition(Position at, Kind kind, String claim, String value) {

    /** What a condition asks. */
    public enum Kind {
        ANYONE,
        AUTHENTICATED,
        ROLE,
        USER,
        CLAIM_EQUALS,
        CLAIM_CONTAINS
    }
}
