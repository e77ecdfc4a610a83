package io.fairlead.session;

import org.jspecify.annotations.Nullable;

/**
 * How fast a session's client may be, whatever it sends. Commands past their rate are refused, and told when to come again; an
 * answer costs about as much as what was asked, so of refusals too there are only so many: then nothing is read for a second,
 * and what the client sends waits in its socket. Bytes past their rate have come already, so that what follows them is read
 * later. Who is not to be told (an MQTT client, by {@link #onPacket}) is slowed in all of it.
 *
 * <p>A ping is always answered, and an acknowledgement always taken. Acknowledgements of what was delivered cost nothing.
 */
final class SessionRates {

    /** How long reading stops when too much had to be refused. */
    static final long PAUSE_MILLIS = 1_000;

    /** How often that is borne, without a {@link #QUIET_MILLIS} between, before the session ends. */
    static final int BORNE = 30;

    static final long QUIET_MILLIS = 10_000;

    /** When who was sent away for it may come back. */
    static final long COME_BACK_MILLIS = 10_000;

    private static final long NEVER = Long.MAX_VALUE;

    // As long as the connection.
    private final RateSettings settings;
    private final Reading reading;
    private final Outbox out;
    private final @Nullable TokenBucket commands;
    private final @Nullable TokenBucket bytes;
    private final TokenBucket refusals;
    private boolean slows;
    private int pauses;

    // From when the session is open.
    private UserShare user = UserShare.UNLIMITED;

    // Until they are spent.
    private int acknowledgements;

    // While reading is stopped, and since it went on.
    private long until = NEVER;
    private long pausedUntil = Long.MIN_VALUE / 2;

    SessionRates(SessionSettings settings, Reading reading, Outbox out) {
        this.settings = settings.rates();
        this.reading = reading;
        this.out = out;
        double most = this.settings.commandsPerSecond();
        double bytesPerSecond = this.settings.bytesPerSecond();
        this.commands =
                most > 0 ? new TokenBucket(TokenBucket.withSubscriptions(most, settings.subscriptions()), 0) : null;
        this.bytes = bytesPerSecond > 0 ? new TokenBucket(TokenBucket.twiceInABurst(bytesPerSecond), 0) : null;
        double refused = most > 0 ? most : RateSettings.DEFAULT.commandsPerSecond();
        this.refusals = new TokenBucket(TokenBucket.twiceInABurst(refused), 0);
    }

    /** The session is open, and its user's share counts. */
    void share(UserShare with) {
        user = with;
    }

    /** Bytes were read from the client. */
    void onRead(int many, long nowMillis) {
        rest(Limit.BYTES, bytes == null ? 0 : bytes.spend(many, nowMillis), nowMillis);
        rest(Limit.USER_BYTES, user.spendBytes(many, nowMillis), nowMillis);
    }

    /** A packet came that is worth so many commands. From now on the client is slowed and never refused. */
    void onPacket(int worth, long nowMillis) {
        slows = true;
        if (worth > 0) {
            rest(Limit.COMMANDS, commands == null ? 0 : commands.spend(worth, nowMillis), nowMillis);
            rest(Limit.USER_COMMANDS, user.spendCommands(worth, nowMillis), nowMillis);
        }
    }

    /** Something was delivered that is to be acknowledged. */
    void onDelivered() {
        acknowledgements++;
    }

    /** Whether a command may be carried out; answers it otherwise. */
    boolean admits(Command command, long nowMillis) {
        if (slows || isOwed(command)) {
            return true;
        }
        Refusal refusal = refusal(nowMillis);
        if (command instanceof Command.Connect connect && commands != null) {
            commands.takeUpTo(connect.subscribe().size(), nowMillis);
        }
        if (refusal == null) {
            return true;
        }
        if (isAlwaysDone(command)) {
            out.countRefused(refusal);
            return true;
        }
        out.fail(command.id(), refusal);
        return false;
    }

    /** A frame came that is no command, and is worth one. */
    void onControlFrame(long nowMillis) {
        Refusal refusal = slows ? null : refusal(nowMillis);
        if (refusal != null) {
            out.countRefused(refusal);
            onHandled(nowMillis);
        }
    }

    private boolean isOwed(Command command) {
        boolean owed = acknowledgements > 0 && command instanceof Command.Ack;
        if (owed) {
            acknowledgements--;
        }
        return owed;
    }

    private static boolean isAlwaysDone(Command command) {
        return command instanceof Command.Ping
                || command instanceof Command.Ack
                || command instanceof Command.Background
                || command instanceof Command.Foreground;
    }

    private @Nullable Refusal refusal(long nowMillis) {
        long wait = commands == null ? 0 : commands.untilOne(nowMillis);
        if (wait > 0) {
            return Refusal.tooOften(
                    "this client may send", settings.commandsPerSecond(), "commands", Limit.COMMANDS, wait);
        }
        wait = user.takeCommand(nowMillis);
        if (wait > 0) {
            return Refusal.tooOften(
                    "all clients of this user together may send",
                    user.limits().commandsPerSecond(),
                    "commands",
                    Limit.USER_COMMANDS,
                    wait);
        }
        if (commands != null) {
            commands.take(nowMillis);
        }
        return null;
    }

    /** A command was handled: of what it cost in refusals there is only so much. */
    void onHandled(long nowMillis) {
        long wait = 0;
        for (int refused = out.takeRefused(); refused > 0; refused--) {
            wait = refusals.take(nowMillis);
        }
        if (wait > 0 && until == NEVER) {
            pause(nowMillis);
        }
    }

    private void pause(long nowMillis) {
        pauses = nowMillis - pausedUntil > QUIET_MILLIS ? 1 : pauses + 1;
        pausedUntil = nowMillis + PAUSE_MILLIS;
        if (pauses > BORNE) {
            out.close(
                    Reason.RATE_LIMITED,
                    "this client went on sending more than it may although it was refused; come back and send less",
                    COME_BACK_MILLIS);
        } else {
            stopUntil(pausedUntil);
        }
    }

    private void rest(Limit limit, long millis, long nowMillis) {
        if (millis > 0) {
            out.limited(limit);
            stopUntil(nowMillis + millis);
        }
    }

    private void stopUntil(long when) {
        until = until == NEVER ? when : Math.max(until, when);
        reading.stop(Reading.Cause.RATES);
    }

    long deadline() {
        return until;
    }

    void onDeadline(long nowMillis) {
        if (nowMillis >= until) {
            until = NEVER;
            reading.goOn(Reading.Cause.RATES);
        }
    }
}
