package io.fairlead.transport.mqtt.shared;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A SUBSCRIBE or UNSUBSCRIBE packet, until each of its filters is answered. */
final class Round {

    private static final int OPEN = -1;

    private final int[] codes;
    private int open;
    private int refused;
    private @Nullable String first;

    Round(int filters) {
        this.codes = new int[filters];
        Arrays.fill(codes, OPEN);
        this.open = filters;
    }

    /** A filter is answered, if it was not before. */
    void answer(int index, int code) {
        if (codes[index] == OPEN) {
            codes[index] = code;
            open--;
        }
    }

    /** A filter is refused, for the reason that this sentence gives. */
    void refuse(int index, int code, String why) {
        answer(index, code);
        refused++;
        if (first == null) {
            first = why;
        }
    }

    boolean isOver() {
        return open == 0;
    }

    /** A code for each filter, in the packet's order. */
    int[] codes() {
        return codes;
    }

    /** Why filters were refused; null if none was. */
    @Nullable
    String why() {
        return refused > 1 ? first + "; and " + (refused - 1) + " more" : first;
    }
}
