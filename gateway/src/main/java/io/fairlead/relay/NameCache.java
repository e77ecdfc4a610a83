package io.fairlead.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the names that came last, found by their bytes where they lie in a packet, without a string being made. It
 * holds a few: a name may push out another. Owned by one loop.
 *
 * @param <V> what is known
 */
final class NameCache<V extends NameCache.Named> {

    private static final int SLOTS = 64;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final @Nullable Object[] slots = new @Nullable Object[SLOTS];

    /** What knows the name that it is about. */
    interface Named {

        /** The name's UTF-8, readable from index 0; never changed or released. */
        ByteBuf name();
    }

    /** What is known of a name; null if nothing. */
    @SuppressWarnings("unchecked") // only put() fills the slots
    @Nullable
    V get(ByteBuf bytes, int at, int length) {
        V found = (V) slots[slot(bytes, at, length)];
        if (found == null) {
            return null;
        }
        ByteBuf name = found.name();
        return name.writerIndex() == length && ByteBufUtil.equals(name, 0, bytes, at, length) ? found : null;
    }

    void put(V value) {
        ByteBuf name = value.name();
        slots[slot(name, 0, name.writerIndex())] = value;
    }

    void clear() {
        Arrays.fill(slots, null);
    }

    private static int slot(ByteBuf bytes, int at, int length) {
        long hash = length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = (hash ^ bytes.getLong(at + i)) * MIX;
        }
        for (; i < length; i++) {
            hash = (hash ^ bytes.getByte(at + i)) * MIX;
        }
        return (int) (hash >>> 58);
    }
}
