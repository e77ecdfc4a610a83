package io.fairlead.bridge;

import io.fairlead.metrics.LoopMeters;
import java.util.Collection;
import java.util.Comparator;

/** How many bytes may wait for one client, and how many do: kept for it and written to its connection. Owned by its loop. */
final class Allowance {

    private final ClientConnection connection;
    private final LoopMeters meters;
    private final long bound;
    private long kept;

    Allowance(ClientConnection connection, LoopMeters meters, long bound) {
        this.connection = connection;
        this.meters = meters;
        this.bound = bound;
    }

    /** Counts what a buffer has more or less than when it was last counted. */
    void count(SubscriberBuffer buffer) {
        long bytes = buffer.bytes() - buffer.countedBytes;
        int messages = buffer.messages() - buffer.countedMessages;
        kept += bytes;
        meters.heldBytes.add(bytes);
        connection.visit().keeps(bytes);
        meters.heldMessages.add(messages);
        buffer.countedBytes += bytes;
        buffer.countedMessages += messages;
    }

    /** How many bytes wait for the client. */
    long taken() {
        return kept + connection.pendingBytes();
    }

    /** Whether more waits than may. */
    boolean isFull() {
        return taken() > bound;
    }

    /** Whether more waits than may, and some of it is kept, so that it can be given up. */
    boolean isExceeded() {
        return kept > 0 && isFull();
    }

    /** The one of some buffers that keeps most. */
    SubscriberBuffer largest(Collection<SubscriberBuffer> buffers) {
        return buffers.stream()
                .max(Comparator.comparingLong(SubscriberBuffer::bytes))
                .orElseThrow();
    }
}
