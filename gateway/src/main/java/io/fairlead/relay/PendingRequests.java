package io.fairlead.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the broker about filters and is not answered, in order. An id that is asked under twice is answered in
 * that order, since a broker answers packets as they came.
 *
 * @param <R> what is kept for the answer
 */
final class PendingRequests<R> {

    /** How much waits for the broker before the client is read no further. */
    private static final int ENOUGH_REQUESTS = 1_000;

    private static final int ENOUGH_FILTERS = 10_000;

    private record Request<R>(int packetId, R kept, int filters) {}

    private final Deque<Request<R>> requests = new ArrayDeque<>();
    private int filters;

    void add(int packetId, R kept, int filterCount) {
        requests.add(new Request<>(packetId, kept, filterCount));
        filters += filterCount;
    }

    /** Takes out what was kept for the first request of an id; null if there is none. */
    @Nullable
    R take(int packetId) {
        for (Iterator<Request<R>> all = requests.iterator(); all.hasNext(); ) {
            Request<R> request = all.next();
            if (request.packetId == packetId) {
                all.remove();
                filters -= request.filters;
                return request.kept;
            }
        }
        return null;
    }

    boolean uses(int packetId) {
        return requests.stream().anyMatch(request -> request.packetId == packetId);
    }

    boolean isFull() {
        return requests.size() >= ENOUGH_REQUESTS || filters >= ENOUGH_FILTERS;
    }
}
