package io.fairlead.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one thread changes and any thread may read: as cheap as a field, and never seen torn. Readers see a value
 * that may be a moment old.
 */
public final class PlainCounter {

    private static final VarHandle VALUE = handle();

    @SuppressWarnings("UnusedVariable") // read and written through the handle
    private long value;

    /** Adds; on the counter's own thread only. */
    public void add(long n) {
        VALUE.setOpaque(this, (long) VALUE.getOpaque(this) + n);
    }

    /** Adds one; on the counter's own thread only. */
    public void increment() {
        add(1);
    }

    /** The number, on any thread. */
    public long get() {
        return (long) VALUE.getOpaque(this);
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(PlainCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
