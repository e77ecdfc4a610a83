package io.fairlead.bench;

import io.fairlead.bench.FanoutResult.Latency;
import io.netty.buffer.ByteBuf;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what arrives. Touched only on the loop of the receivers. */
final class Tally {

    /** Reading a stamp costs the receiver more than counting, so only one delivery in so many is timed. */
    static final int TIMED_ONE_IN = 16;

    private static final double NANOS_PER_MICRO = 1_000;

    private final Histogram nanos = new Histogram(3);
    private long delivered;
    private int ready;
    private long lastAt = System.nanoTime();

    /** Counts a message. */
    void message(ByteBuf frame, int offset, int length) {
        if (delivered++ % TIMED_ONE_IN == 0) {
            time(frame, offset, length);
        }
    }

    private void time(ByteBuf frame, int offset, int length) {
        lastAt = System.nanoTime();
        long due = Stamp.read(frame, offset, length);
        if (due >= 0) {
            nanos.recordValue(Math.max(0, lastAt - due));
        }
    }

    /** Counts a subscriber that will get messages from now on. */
    void subscriberReady() {
        ready++;
    }

    /** Subscribers that get messages. */
    int ready() {
        return ready;
    }

    /** Messages since the last {@link #restart()}. */
    long delivered() {
        return delivered;
    }

    /** When something was last seen to arrive, by {@link System#nanoTime()}; late by {@link #TIMED_ONE_IN} at most. */
    long lastAt() {
        return lastAt;
    }

    /** Counts from nothing again; who is ready stays so. */
    void restart() {
        delivered = 0;
        lastAt = System.nanoTime();
        nanos.reset();
    }

    /** Percentiles since the last {@link #restart()}; null if nothing was timed. */
    @Nullable
    Latency latency() {
        if (nanos.getTotalCount() == 0) {
            return null;
        }
        return new Latency(at(50), at(90), at(99), nanos.getMaxValue() / NANOS_PER_MICRO);
    }

    private double at(double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
