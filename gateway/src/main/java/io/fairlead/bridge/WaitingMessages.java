package io.fairlead.bridge;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of one subscription that wait for its client: all of them, or the latest of each channel. In their order. */
final class WaitingMessages {

    private final boolean latestOnly;
    private final Map<Object, Waiting> messages = new LinkedHashMap<>(4);
    private long bytes;

    /** @param latestOnly whether a message takes the place of an older one of its channel */
    WaitingMessages(boolean latestOnly) {
        this.latestOnly = latestOnly;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int size() {
        return messages.size();
    }

    /** What all of them count against the client's bound. */
    long bytes() {
        return bytes;
    }

    /** Adds a message at the end. Returns whether an older one of its channel made way for it. */
    boolean add(Waiting message) {
        Object key = latestOnly ? message.channel : message;
        Waiting older = messages.remove(key);
        if (older != null) {
            bytes -= older.bytes;
            older.frame.release();
        }
        messages.put(key, message);
        bytes += message.bytes;
        return older != null;
    }

    /** Takes the eldest; null if there is none. */
    @Nullable
    Waiting poll() {
        if (messages.isEmpty()) {
            return null;
        }
        Iterator<Waiting> all = messages.values().iterator();
        Waiting eldest = all.next();
        all.remove();
        bytes -= eldest.bytes;
        return eldest;
    }
}
