package io.fairlead.bridge;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.session.ClientKey;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes that wait, each client's in their order, and the clients in turns: who has many waiting holds nobody else up. A
 * client whose next is of QoS 0 stands in another line than one whose next is acknowledged, since each has room of its own.
 * Owned by the link's loop.
 */
final class WaitingPublishes {

    /** One of them. Told apart by which object it is. */
    static final class Waiting {
        private final ClientKey client;
        private final Message message;
        private final Consumer<PublishOutcome> outcome;
        private final long givenUpAtNanos;

        Waiting(ClientKey client, Message message, Consumer<PublishOutcome> outcome, long givenUpAtNanos) {
            this.client = client;
            this.message = message;
            this.outcome = outcome;
            this.givenUpAtNanos = givenUpAtNanos;
        }

        Message message() {
            return message;
        }

        Consumer<PublishOutcome> outcome() {
            return outcome;
        }

        long givenUpAtNanos() {
            return givenUpAtNanos;
        }
    }

    private final Map<ClientKey, Deque<Waiting>> acknowledged = new LinkedHashMap<>();
    private final Map<ClientKey, Deque<Waiting>> plain = new LinkedHashMap<>();
    private final Set<Waiting> byAge = new LinkedHashSet<>();
    private long bytes;

    int size() {
        return byAge.size();
    }

    /** Bytes of payload. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return byAge.isEmpty();
    }

    /** Whether nothing waits that a client's message would have to wait behind. */
    boolean isFree(ClientKey client, Message message) {
        return isEmpty()
                || (line(message).isEmpty() && !acknowledged.containsKey(client) && !plain.containsKey(client));
    }

    void add(Waiting one) {
        byAge.add(one);
        bytes += one.message.payload().length;
        Deque<Waiting> own = acknowledged.get(one.client);
        own = own == null ? plain.get(one.client) : own;
        if (own == null) {
            own = new ArrayDeque<>(2);
            line(one.message).put(one.client, own);
        }
        own.add(one);
    }

    private Map<ClientKey, Deque<Waiting>> line(Message next) {
        return next.qos() == Qos.AT_MOST_ONCE ? plain : acknowledged;
    }

    /** The next one that is acknowledged; null if there is none. */
    @Nullable
    Waiting nextAcknowledged() {
        return takeTurn(acknowledged);
    }

    /** The next one of QoS 0; null if there is none. */
    @Nullable
    Waiting nextPlain() {
        return takeTurn(plain);
    }

    private @Nullable Waiting takeTurn(Map<ClientKey, Deque<Waiting>> line) {
        Iterator<Deque<Waiting>> turns = line.values().iterator();
        return turns.hasNext() ? takeFirst(turns.next().getFirst()) : null;
    }

    /** The one that has waited longest; null if none waits. */
    @Nullable
    Waiting oldest() {
        Iterator<Waiting> all = byAge.iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** Takes one out that is its client's first; the client's next has its turn after all others'. */
    Waiting takeFirst(Waiting one) {
        Deque<Waiting> own = line(one.message).remove(one.client);
        if (own == null || own.removeFirst() != one) {
            throw new IllegalStateException("not the first of its client's that wait");
        }
        byAge.remove(one);
        bytes -= one.message.payload().length;
        if (!own.isEmpty()) {
            line(own.getFirst().message).put(one.client, own);
        }
        return one;
    }

    /** Takes out all of QoS 0, the oldest first. */
    List<Waiting> takePlain() {
        List<Waiting> all = List.copyOf(byAge);
        byAge.clear();
        acknowledged.clear();
        plain.clear();
        bytes = 0;
        List<Waiting> taken = new ArrayList<>();
        for (Waiting one : all) {
            if (one.message.qos() == Qos.AT_MOST_ONCE) {
                taken.add(one);
            } else {
                add(one);
            }
        }
        return taken;
    }
}
