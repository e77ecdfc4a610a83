package io.fairlead.transport;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines about connections to one listener that never came to speak what is spoken there. One a second at most, which says how many were
 * left out: whoever scans ports must not fill the disk. Any thread.
 */
public final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final LongAdder leftOut = new LongAdder();

    /** Writes one, or counts it. {@code why} says it of "it", the connection's other end. */
    public void write(SocketAddress address, String listener, String why) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
            leftOut.increment();
            return;
        }
        long others = leftOut.sumThenReset();
        log.info(
                "closed the connection of {} to listener {} (leg client): {}{}",
                address,
                listener,
                why,
                others == 0 ? "" : "; " + others + " more such connections were not written down");
    }
}
