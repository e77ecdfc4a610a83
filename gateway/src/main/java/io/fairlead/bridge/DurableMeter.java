package io.fairlead.bridge;

import io.fairlead.metrics.LoopMeters;

/** What one durable link has counted, so that it can be taken off again. Owned by the link's loop. */
final class DurableMeter {

    private final LoopMeters meters;
    private long messages;
    private long bytes;
    private int open;
    private int paused;

    DurableMeter(LoopMeters meters) {
        this.meters = meters;
    }

    void open(boolean is) {
        meters.durableLinks.add((is ? 1 : 0) - open);
        open = is ? 1 : 0;
    }

    void paused(boolean is) {
        meters.durablePaused.add((is ? 1 : 0) - paused);
        paused = is ? 1 : 0;
    }

    void kept(long nowMessages, long nowBytes) {
        meters.unacknowledged.add(nowMessages - messages);
        meters.unacknowledgedBytes.add(nowBytes - bytes);
        messages = nowMessages;
        bytes = nowBytes;
    }

    void dropped() {
        meters.droppedDurable.increment();
    }

    void repeat() {
        meters.repeats.increment();
    }

    /** The link has ended. */
    void ended() {
        open(false);
        paused(false);
        kept(0, 0);
    }
}
