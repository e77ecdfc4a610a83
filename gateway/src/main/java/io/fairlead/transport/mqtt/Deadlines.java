package io.fairlead.transport.mqtt;

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
 * When the connections of one loop must have said something: a wheel, so that one timer serves them all and a packet costs
 * no more than writing down the tick. A connection stands where it would be due if it said nothing more; only then, and once
 * in a turn of the wheel, is it looked at. Used on its loop only.
 */
final class Deadlines {
    static final long TICK_MILLIS = 250;
    private static final int SLOTS = 128;
    private static final int GONE = -1;

    private final EventLoop loop;
    private final List<List<Liveness>> slots = IntStream.range(0, SLOTS)
            .<List<Liveness>>mapToObj(slot -> new ArrayList<>())
            .toList();
    private long now;
    private int size;
    private @Nullable Future<?> timer;
    private final List<Runnable> whenEmpty = new ArrayList<>();

    Deadlines(EventLoop loop) {
        this.loop = loop;
    }

    /** The number of the tick that was last. */
    long now() {
        return now;
    }

    /** How many connections there are. */
    int size() {
        return size;
    }

    /** How many ticks pass before a time has surely passed. */
    static long ticks(long millis) {
        return (millis + TICK_MILLIS - 1) / TICK_MILLIS + 1;
    }

    void add(Liveness one) {
        if (timer == null) {
            timer = loop.scheduleAtFixedRate(this::turn, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
        size++;
        put(one, one.due());
    }

    /** Takes a connection's new deadline into account, where it may be earlier than that before. */
    void move(Liveness one) {
        if (one.slot != GONE) {
            take(one);
            put(one, one.due());
        }
    }

    void remove(Liveness one) {
        if (one.slot != GONE) {
            take(one);
            one.slot = GONE;
            size--;
            checkEmpty();
        }
    }

    private void put(Liveness one, long tick) {
        int number = (int) (tick % SLOTS);
        List<Liveness> slot = slots.get(number);
        one.slot = number;
        one.index = slot.size();
        slot.add(one);
    }

    /** Puts the last of its slot in its place. */
    private void take(Liveness one) {
        List<Liveness> slot = slots.get(one.slot);
        Liveness moved = slot.remove(slot.size() - 1);
        if (moved != one) {
            moved.index = one.index;
            slot.set(one.index, moved);
        }
    }

    /** Does something with every connection; it may remove connections meanwhile. */
    void forEach(Consumer<MqttHandler> action) {
        slots.stream().flatMap(slot -> Stream.of(slot.toArray(Liveness[]::new))).forEach(one -> {
            if (one.slot != GONE) {
                action.accept(one.handler());
            }
        });
    }

    /** Calls back once there is no connection. */
    void whenEmpty(Runnable empty) {
        whenEmpty.add(empty);
        checkEmpty();
    }

    private void checkEmpty() {
        if (size > 0) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        List<Runnable> told = List.copyOf(whenEmpty);
        whenEmpty.clear();
        told.forEach(Runnable::run);
    }

    private void turn() {
        now++;
        for (Liveness one : slots.get((int) (now % SLOTS)).toArray(Liveness[]::new)) {
            if (one.slot != GONE && one.onTick(now)) {
                move(one);
            }
        }
    }
}
