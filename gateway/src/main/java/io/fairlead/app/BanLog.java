package io.fairlead.app;

import io.fairlead.shares.Ban;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Log lines of bans that begin: one a second at most, which says how many were left out. Any thread. */
final class BanLog implements Consumer<Ban> {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGEST_NAME = 200;

    private final Consumer<String> lines;
    private final LongSupplier nanoTime;
    private final AtomicLong next;
    private final LongAdder leftOut = new LongAdder();

    /** @param lines gets each line */
    BanLog(Consumer<String> lines, LongSupplier nanoTime) {
        this.lines = lines;
        this.nanoTime = nanoTime;
        this.next = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    public void accept(Ban ban) {
        long now = nanoTime.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
            leftOut.increment();
            return;
        }
        long others = leftOut.sumThenReset();
        lines.accept(
                "banned the " + fitForALine(ban.who()) + " for " + ban.left().toSeconds() + " s (leg client): "
                        + ban.why() + (others == 0 ? "" : "; and " + others + " others since the last line"));
    }

    /** A user's name is its token's, and may hold anything. */
    private static String fitForALine(String name) {
        String bounded = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        return bounded.replaceAll("\\p{C}", "?");
    }
}
