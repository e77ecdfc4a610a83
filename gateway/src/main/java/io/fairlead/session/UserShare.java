package io.fairlead.session;

import org.jspecify.annotations.Nullable;

/** What all clients of one user on a node share in: their rates together. Any thread. */
public final class UserShare {

    /** That of who has no limit but each client's own. */
    public static final UserShare UNLIMITED = new UserShare(RateSettings.User.UNLIMITED);

    private final RateSettings.User limits;
    private final @Nullable SharedRate commands;
    private final @Nullable SharedRate publishes;
    private final @Nullable SharedRate bytes;

    public UserShare(RateSettings.User limits) {
        this.limits = limits;
        this.commands = rate(limits.commandsPerSecond());
        this.publishes = rate(limits.publishPerSecond());
        this.bytes = rate(limits.bytesPerSecond());
    }

    private static @Nullable SharedRate rate(double perSecond) {
        return perSecond > 0 ? new SharedRate(TokenBucket.twiceInABurst(perSecond)) : null;
    }

    RateSettings.User limits() {
        return limits;
    }

    /** Takes a command. Returns 0 if there was one, otherwise the milliseconds until there will be. */
    long takeCommand(long nowMillis) {
        return commands == null ? 0 : commands.take(nowMillis);
    }

    /** Takes a publish. Returns 0 if there was one, otherwise the milliseconds until there will be. */
    long takePublish(long nowMillis) {
        return publishes == null ? 0 : publishes.take(nowMillis);
    }

    /** Takes so many commands in any case. Returns for how many milliseconds none are to follow. */
    public long spendCommands(int many, long nowMillis) {
        return commands == null ? 0 : commands.spend(many, nowMillis);
    }

    /** Takes so many publishes in any case. Returns for how many milliseconds none are to follow. */
    public long spendPublishes(int many, long nowMillis) {
        return publishes == null ? 0 : publishes.spend(many, nowMillis);
    }

    /** Takes so many bytes in any case. Returns for how many milliseconds none are to follow. */
    public long spendBytes(long many, long nowMillis) {
        return bytes == null ? 0 : bytes.spend(many, nowMillis);
    }

    /** Whether nothing of it is taken, so that a new one is as good. */
    public boolean isFull(long nowMillis) {
        return isFull(commands, nowMillis) && isFull(publishes, nowMillis) && isFull(bytes, nowMillis);
    }

    private static boolean isFull(@Nullable SharedRate rate, long nowMillis) {
        return rate == null || rate.isFull(nowMillis);
    }
}
