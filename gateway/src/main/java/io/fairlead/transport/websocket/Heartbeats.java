package io.fairlead.transport.websocket;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of all connections of one loop: a wheel that turns once in a ping interval, so that one timer serves them
 * all and their pings are spread. A connection stands where it would be pinged if it said nothing more; only then is it looked
 * at. Used on its loop only.
 */
final class Heartbeats {
    private static final int SLOTS = 16;
    private static final int GONE = -1;

    /**
     * How long a client in the background goes without a ping at most, where the interval itself is not longer: less than the
     * minute after which proxies cut an idle connection.
     */
    static final long MOST_BACKGROUND_MILLIS = 50_000;

    /** How many ticks a connection may be idle before it is pinged. */
    record Interval(int foreground, int background) {

        /** Twice as long in the background, within the bound. */
        static Interval of(long pingMillis) {
            long background = Math.max(pingMillis, Math.min(2 * pingMillis, MOST_BACKGROUND_MILLIS));
            return new Interval(SLOTS, (int) (background * SLOTS / Math.max(1, pingMillis)));
        }

        int ticks(boolean inBackground) {
            return inBackground ? background : foreground;
        }
    }

    private final EventLoop loop;
    private final long pingMillis;
    private final Interval interval;
    private final List<List<Heartbeat>> slots = IntStream.range(0, SLOTS)
            .<List<Heartbeat>>mapToObj(slot -> new ArrayList<>())
            .toList();
    private long now;
    private @Nullable Future<?> timer;
    private @Nullable Runnable whenEmpty;
    private boolean stopped;

    Heartbeats(EventLoop loop, long pingMillis) {
        this.loop = loop;
        this.pingMillis = pingMillis;
        this.interval = Interval.of(pingMillis);
    }

    /** The number of the tick that was last. */
    long now() {
        return now;
    }

    /** Adds a connection, whose first beat comes after a ping interval. */
    void add(Heartbeat beat) {
        if (timer == null && !stopped) {
            long tick = Math.max(1, pingMillis / SLOTS);
            timer = loop.scheduleAtFixedRate(this::turn, tick, tick, TimeUnit.MILLISECONDS);
        }
        put(beat, now);
    }

    private void put(Heartbeat beat, long tick) {
        int number = (int) (tick % SLOTS);
        List<Heartbeat> slot = slots.get(number);
        beat.slot = number;
        beat.index = slot.size();
        slot.add(beat);
    }

    /** Removes a connection that was added, by putting the last of its slot in its place. */
    void remove(Heartbeat beat) {
        take(beat);
        beat.slot = GONE;
        checkEmpty();
    }

    private void take(Heartbeat beat) {
        List<Heartbeat> slot = slots.get(beat.slot);
        Heartbeat moved = slot.remove(slot.size() - 1);
        if (moved != beat) {
            moved.index = beat.index;
            slot.set(beat.index, moved);
        }
    }

    /** Does something with every connection of the loop; it may remove connections meanwhile. */
    void forEach(Consumer<NettyConnection> action) {
        slots.stream()
                .flatMap(slot -> Stream.of(slot.toArray(Heartbeat[]::new)))
                .forEach(beat -> action.accept(beat.connection()));
    }

    /** How many connections there are. */
    int size() {
        return slots.stream().mapToInt(List::size).sum();
    }

    /** Ends the timer, and calls back once the last connection has been removed. */
    void stop(Runnable empty) {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
        whenEmpty = empty;
        checkEmpty();
    }

    private void checkEmpty() {
        if (whenEmpty != null && size() == 0) {
            whenEmpty.run();
            whenEmpty = null;
        }
    }

    private void turn() {
        now++;
        for (Heartbeat beat : slots.get((int) (now % SLOTS)).toArray(Heartbeat[]::new)) {
            long next = beat.onTick(now, interval);
            if (beat.slot != GONE && beat.slot != next % SLOTS) {
                take(beat);
                put(beat, next);
            }
        }
    }
}
