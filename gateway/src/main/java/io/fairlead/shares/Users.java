package io.fairlead.shares;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many connections each user has. Exact, and no larger than there are connections. Any thread. */
final class Users {

    private final int most;
    private final ConcurrentHashMap<String, Integer> connections = new ConcurrentHashMap<>();

    /** @param most how many a user may have; 0 for any number, which is then not counted */
    Users(int most) {
        this.most = most;
    }

    /**
     * Takes one more.
     *
     * @param takesOver whether one of those that are there ends for it
     * @return whether there was room
     */
    boolean enter(String user, boolean takesOver) {
        if (most == 0) {
            return true;
        }
        boolean[] taken = {true};
        connections.compute(user, (name, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < most || takesOver;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    void leave(String user) {
        connections.computeIfPresent(user, (name, count) -> left(count));
    }

    private static @Nullable Integer left(int count) {
        return count == 1 ? null : Integer.valueOf(count - 1);
    }

    int size() {
        return connections.size();
    }
}
