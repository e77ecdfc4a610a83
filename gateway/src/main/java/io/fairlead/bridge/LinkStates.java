package io.fairlead.bridge;

import java.util.BitSet;

/**
 * Which of the node's links to the broker are down, as one loop has heard. A link that is being opened for the first time is
 * not down before an attempt has failed, unless it is the loop's own, which sessions publish on. Owned by the loop.
 */
final class LinkStates {

    private final int own;
    private final BitSet down = new BitSet();

    /** @param own the number of the loop's own link */
    LinkStates(int own) {
        this.own = own;
        down.set(own);
    }

    /** Returns whether that is news. */
    boolean set(int link, boolean up) {
        boolean news = down.get(link) == up;
        down.set(link, !up);
        return news;
    }

    boolean isDown(int link) {
        return down.get(link);
    }

    boolean isOwnDown() {
        return down.get(own);
    }

    boolean isAnyDown() {
        return !down.isEmpty();
    }
}
