package io.fairlead.session;

import org.jspecify.annotations.Nullable;

/**
 * What a channel says to one who joined it.
 *
 * @param epoch the epoch that positions count in
 * @param pos the position of the last message before the join; live messages count on from it. Negative on a durable channel
 * @param pending whether the subscription takes effect only when the broker returns
 * @param recovered whether the client has missed nothing; null where it asked for no recovery
 * @param missed how many messages it missed; negative if unknown
 */
public record Joined(
        String epoch, long pos, boolean pending, @Nullable Boolean recovered, long missed) {}
