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
 * all and their pings are spread. Used on its loop only.
 */
final class Heartbeats {
    private static final int SLOTS = 16;

    private final EventLoop loop;
    private final long pingMillis;
    private final List<List<Heartbeat>> slots = IntStream.range(0, SLOTS)
            .<List<Heartbeat>>mapToObj(slot -> new ArrayList<>())
            .toList();
    private int last;
    private @Nullable Future<?> timer;
    private @Nullable Runnable whenEmpty;
    private boolean stopped;

    Heartbeats(EventLoop loop, long pingMillis) {
        this.loop = loop;
        this.pingMillis = pingMillis;
    }

    /** Adds a connection, whose first beat comes after a ping interval. */
    void add(Heartbeat beat) {
        if (timer == null && !stopped) {
            long tick = Math.max(1, pingMillis / SLOTS);
            timer = loop.scheduleAtFixedRate(this::turn, tick, tick, TimeUnit.MILLISECONDS);
        }
        List<Heartbeat> slot = slots.get(last);
        beat.slot = last;
        beat.index = slot.size();
        slot.add(beat);
    }

    /** Removes a connection that was added, by putting the last of its slot in its place. */
    void remove(Heartbeat beat) {
        List<Heartbeat> slot = slots.get(beat.slot);
        Heartbeat moved = slot.remove(slot.size() - 1);
        if (moved != beat) {
            moved.index = beat.index;
            slot.set(beat.index, moved);
        }
        checkEmpty();
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
        last = (last + 1) % SLOTS;
        for (Heartbeat beat : slots.get(last).toArray(Heartbeat[]::new)) {
            beat.onBeat();
        }
    }
}
