package io.fairlead.wire.mqtt;

/** What SUBSCRIBE and UNSUBSCRIBE must be like, and the filters in them (MQTT 5, sections 3.8, 3.10, 4.7 and 4.8). */
final class FilterRules {
    private static final byte[] SHARE = {'$', 's', 'h', 'a', 'r', 'e', '/'};

    private static final int QOS = 0x03;
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_HANDLING = 0x30;
    private static final int RESERVED_5 = 0xC0;
    private static final int RESERVED_311 = 0xFC;

    private FilterRules() {}

    /** Checks the filters of a SUBSCRIBE, and what is asked of each. */
    static void checkSubscriptions(PacketCursor cursor, boolean v5) {
        checkNotEmpty(cursor);
        while (cursor.hasMore()) {
            boolean shared = passFilter(cursor, v5);
            checkOptions(cursor, cursor.readByte(), v5, shared);
        }
    }

    /** Checks the filters of an UNSUBSCRIBE. */
    static void checkFilters(PacketCursor cursor, boolean v5) {
        checkNotEmpty(cursor);
        while (cursor.hasMore()) {
            passFilter(cursor, v5);
        }
    }

    private static void checkNotEmpty(PacketCursor cursor) {
        if (!cursor.hasMore()) {
            throw cursor.protocol(" without a filter");
        }
    }

    private static void checkOptions(PacketCursor cursor, int options, boolean v5, boolean shared) {
        if ((options & (v5 ? RESERVED_5 : RESERVED_311)) != 0) {
            throw cursor.malformed(" with reserved option bits set");
        }
        if ((options & QOS) == QOS) {
            throw cursor.protocol(" with QoS 3");
        }
        if ((options & RETAIN_HANDLING) == RETAIN_HANDLING) {
            throw cursor.protocol(" with retain handling 3");
        }
        if (shared && (options & NO_LOCAL) != 0) {
            throw cursor.protocol(" with no local on a shared subscription");
        }
    }

    /** Passes over a filter with its length. Returns whether it is one of a shared subscription. */
    private static boolean passFilter(PacketCursor cursor, boolean v5) {
        int from = cursor.position() + 2;
        int end = from + cursor.passText();
        if (from == end) {
            throw cursor.malformed(" with an empty filter");
        }
        boolean shared = v5 && isShared(cursor, from, end);
        checkLevels(cursor, shared ? behindGroup(cursor, from + SHARE.length, end) : from, end);
        return shared;
    }

    private static boolean isShared(PacketCursor cursor, int from, int end) {
        for (int i = 0; i < SHARE.length; i++) {
            if (from + i >= end) {
                return i == SHARE.length - 1;
            }
            if (cursor.byteAt(from + i) != SHARE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the filter begins of which a group shares the messages. */
    private static int behindGroup(PacketCursor cursor, int from, int end) {
        int at = from;
        while (at < end && cursor.byteAt(at) != '/') {
            if (isWildcard(cursor.byteAt(at))) {
                throw cursor.malformed(" with a wildcard in the name of a $share group");
            }
            at++;
        }
        if (at <= from || at + 1 >= end) {
            throw cursor.malformed(" with a $share filter other than $share/group/filter");
        }
        return at + 1;
    }

    /** A wildcard is a level by itself, and {@code #} the last. */
    private static void checkLevels(PacketCursor cursor, int from, int end) {
        for (int i = from; i < end; i++) {
            int one = cursor.byteAt(i);
            boolean begins = i == from || cursor.byteAt(i - 1) == '/';
            boolean ends = i + 1 == end || (one == '+' && cursor.byteAt(i + 1) == '/');
            if (isWildcard(one) && !(begins && ends)) {
                throw cursor.malformed(" with a wildcard that is not a level by itself");
            }
        }
    }

    private static boolean isWildcard(int one) {
        return one == '#' || one == '+';
    }
}
