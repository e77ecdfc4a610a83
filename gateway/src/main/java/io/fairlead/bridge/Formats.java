package io.fairlead.bridge;

import io.fairlead.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** The wire formats that a channel's subscribers use, each with how many use it. Owned by the channel's loop. */
final class Formats {

    private static final WireFormat[] NONE = {};

    private final List<WireFormat> known = new ArrayList<>(1);
    private final List<int[]> counts = new ArrayList<>(1);
    private WireFormat[] inUse = NONE;

    void add(WireFormat format) {
        int at = known.indexOf(format);
        if (at >= 0) {
            counts.get(at)[0]++;
            return;
        }
        known.add(format);
        counts.add(new int[] {1});
        inUse = known.toArray(NONE);
    }

    void remove(WireFormat format) {
        int at = known.indexOf(format);
        if (--counts.get(at)[0] == 0) {
            known.remove(at);
            counts.remove(at);
            inUse = known.toArray(NONE);
        }
    }

    /** Those in use; not to be changed. */
    WireFormat[] inUse() {
        return inUse;
    }
}
