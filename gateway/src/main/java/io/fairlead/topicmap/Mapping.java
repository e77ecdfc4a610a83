package io.fairlead.topicmap;

/**
 * What the topic map says of a name and an identity. There is no third case, so nothing can fall open.
 *
 * @param <G> what is granted: {@link SubscribeGrant} or {@link PublishGrant}
 */
public sealed interface Mapping<G> {

    /** A route decides this channel, and the identity may use it. */
    record Mapped<G>(G grant) implements Mapping<G> {}

    /**
     * Nobody may, or not this identity.
     *
     * @param cause what kind of refusal
     * @param why a sentence that names what failed, for the client
     */
    record Denied<G>(Cause cause, String why) implements Mapping<G> {}

    /** The kinds of refusal; each is an error code of the client protocol. */
    enum Cause {
        /** The name is not a channel name at all: empty levels, NUL, too deep, misplaced wildcards. */
        BAD_CHANNEL,
        /** No route of the map matches. */
        NO_ROUTE,
        /** A route matches, and its conditions do not hold for this identity. */
        FORBIDDEN
    }
}
