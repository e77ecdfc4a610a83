package io.fairlead.it.lost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a durable client has had, held against what it was promised: in each channel the numbers from 1 on, in order once
 * repeats are discarded, and repeats that are marked and few. Any thread.
 */
final class Account {

    /** One message of the broker: what the publisher publishes again is another one. */
    private record Identity(String channel, int number, int attempt) {}

    private final int window;
    private final Map<String, Integer> highest = new HashMap<>();
    private final Map<String, Long> handled = new HashMap<>();
    private final Set<Identity> seen = new HashSet<>();
    private final List<String> troubles = new ArrayList<>();
    private final List<Integer> repeats = new ArrayList<>(List.of(0));
    private String reconnect = "the start";

    /** @param window how many messages a client may leave unacknowledged, and so may get again at each reconnect */
    Account(int window) {
        this.window = window;
    }

    /** A message came. */
    synchronized void message(String channel, String epoch, long seq, int number, int attempt, boolean marked) {
        String what = channel + ": " + number + " (attempt " + attempt + ", epoch " + epoch + ", seq " + seq + ")";
        boolean sameSeq = seq <= handled.getOrDefault(epoch, 0L);
        if (!seen.add(new Identity(channel, number, attempt))) {
            repeated(what, marked || sameSeq);
        } else if (sameSeq) {
            troubles.add(what + " came for the first time under a seq that another message had");
        }
        handled.merge(epoch, seq, Math::max);
        int high = highest.getOrDefault(channel, 0);
        if (number > high + 1) {
            troubles.add(what + " came after " + high + ", " + reconnect + ": what is between is missing");
        }
        highest.put(channel, Math.max(high, number));
    }

    private void repeated(String what, boolean marked) {
        if (!marked) {
            troubles.add(what + " came again after " + reconnect + " and does not say so");
        }
        int last = repeats.size() - 1;
        repeats.set(last, repeats.get(last) + 1);
        if (repeats.get(last) == window + 1) {
            troubles.add("more than " + window + " messages came again after " + reconnect);
        }
    }

    /** A leg was broken and is there again: from here on as much may come again as was not acknowledged. */
    synchronized void reconnected(String how) {
        reconnect = how;
        repeats.add(0);
    }

    /** Something that must not be. */
    synchronized void trouble(String what) {
        troubles.add(what + ", after " + reconnect);
    }

    /** The number up to which the client handled messages of an epoch; 0 if none. */
    synchronized long handled(String epoch) {
        return handled.getOrDefault(epoch, 0L);
    }

    /** The number that a channel has come to. */
    synchronized int highest(String channel) {
        return highest.getOrDefault(channel, 0);
    }

    /** What is wrong so far. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** How many messages came again after each reconnect. */
    synchronized List<Integer> repeats() {
        return List.copyOf(repeats);
    }
}
