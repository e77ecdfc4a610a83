package io.fairlead.shares;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Who misbehaves, and is banned for it. Points of violations add up within a window; past the bound a ban begins, each time
 * twice as long. In bounded memory: under a flood of offenders those are forgotten that were quiet for longest. Any thread.
 */
public final class Bans {

    /** Of how many offenders it is known what they did. */
    private static final int MOST = 100_000;

    private static final double DECAY = 2;

    private final ShareSettings.Bans settings;
    private final Consumer<Ban> begun;
    private final Ledger<Offender, Conduct> offenders = new Ledger<>(MOST, Conduct::new, conduct -> false);
    /** An upper bound of how many bans are in force, so that who was never near one costs nothing. */
    private final AtomicInteger banned = new AtomicInteger();

    /** What one did. */
    private static final class Conduct {
        private boolean known;
        private int points;
        private long windowBegan;
        private boolean banned;
        private long until;
        private int bans;
        private Violation last = Violation.BAD_FRAMES;
    }

    /** @param begun told of each ban, once it is in force */
    Bans(ShareSettings.Bans settings, Consumer<Ban> begun) {
        this.settings = settings;
        this.begun = begun;
    }

    private boolean isOff() {
        return settings.points() == 0;
    }

    /**
     * Takes note of a violation.
     *
     * @param share how many times the usual it takes to a ban, since so many share the offender's name
     */
    void note(Offender offender, Violation violation, int share, long nowNanos) {
        if (isOff()) {
            return;
        }
        offenders
                .with(offender, conduct -> judge(offender, conduct, violation, share, nowNanos))
                .ifPresent(begun);
    }

    /** Returns the ban that begins, if one does. */
    private Optional<Ban> judge(Offender offender, Conduct conduct, Violation violation, int share, long nowNanos) {
        lift(conduct, nowNanos);
        if (!conduct.known || nowNanos - conduct.windowBegan > settings.window().toNanos()) {
            conduct.known = true;
            conduct.windowBegan = nowNanos;
            conduct.points = 0;
        }
        conduct.points += violation.points();
        conduct.last = violation;
        if (conduct.banned || conduct.points <= (long) settings.points() * share) {
            return Optional.empty();
        }
        begin(conduct, nowNanos);
        return Optional.of(ban(offender, conduct, nowNanos));
    }

    private void begin(Conduct conduct, long nowNanos) {
        boolean first = conduct.bans == 0
                || nowNanos - conduct.until > settings.longest().toNanos();
        conduct.bans = first ? 1 : conduct.bans + 1;
        double length = (double) settings.shortest().toNanos() * Math.pow(DECAY, conduct.bans - 1d);
        conduct.until =
                nowNanos + (long) Math.min(length, (double) settings.longest().toNanos());
        conduct.banned = true;
        conduct.points = 0;
        banned.incrementAndGet();
    }

    private void lift(Conduct conduct, long nowNanos) {
        if (conduct.banned && conduct.until - nowNanos <= 0) {
            conduct.banned = false;
            banned.decrementAndGet();
        }
    }

    private Ban ban(Offender offender, Conduct conduct, long nowNanos) {
        String again = conduct.bans == 1 ? "" : ", for the " + conduct.bans + ". time";
        return new Ban(
                offender.toString(),
                Duration.ofNanos(Math.max(0, conduct.until - nowNanos)),
                conduct.last.words() + again);
    }

    /** How long a ban of this one still lasts, in nanoseconds; 0 if there is none. */
    long nanosLeft(Offender offender, long nowNanos) {
        if (banned.get() == 0) {
            return 0;
        }
        long[] left = {0};
        offenders.ifKnown(offender, conduct -> {
            lift(conduct, nowNanos);
            left[0] = conduct.banned ? conduct.until - nowNanos : 0;
            return false;
        });
        return left[0];
    }

    /** The bans in force, those first that last longest. */
    List<Ban> list(long nowNanos) {
        List<Ban> all = new ArrayList<>();
        offenders.forEach((offender, conduct) -> {
            if (conduct.banned && conduct.until - nowNanos > 0) {
                all.add(ban(offender, conduct, nowNanos));
            }
        });
        all.sort(Comparator.comparing(Ban::left).reversed());
        return all;
    }

    /**
     * Ends a ban, and forgets what led to it.
     *
     * @param who as {@link Ban#who} names it
     * @return whether there was one
     */
    boolean lift(String who, long nowNanos) {
        List<Offender> named = new ArrayList<>();
        offenders.forEach((offender, conduct) -> {
            if (conduct.banned && offender.toString().equals(who)) {
                named.add(offender);
            }
        });
        boolean[] was = {false};
        named.forEach(offender -> offenders.ifKnown(offender, conduct -> {
            was[0] |= conduct.banned && conduct.until - nowNanos > 0;
            conduct.until = nowNanos;
            lift(conduct, nowNanos);
            return true;
        }));
        return was[0];
    }

    /** Of how many something is known. */
    int known() {
        return offenders.size();
    }
}
