package io.fairlead.identity;

/** What became of an authentication. */
public sealed interface AuthOutcome {

    /** The client is who it says. */
    record Verified(Identity identity) implements AuthOutcome {}

    /** The token was good once; a fresh one will do. */
    record Expired(String why) implements AuthOutcome {}

    /**
     * No token, or one that does not hold.
     *
     * @param why a sentence for the developer of the page; never holds the token
     */
    record Rejected(String why) implements AuthOutcome {}

    /**
     * Nobody can tell now: what the gateway asks does not answer. Says nothing about the client, who may come back with the
     * same credentials.
     *
     * @param why a sentence that names what did not answer; never holds the token
     * @param retryAfterMillis when it may be known, in milliseconds from now
     */
    record Unavailable(String why, long retryAfterMillis) implements AuthOutcome {}
}
