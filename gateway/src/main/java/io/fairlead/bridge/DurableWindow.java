package io.fairlead.bridge;

import io.fairlead.topic.Message;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one client's own broker session has brought and that are not acknowledged to the broker. Each has a
 * number under the epoch; the client acknowledges numbers, the broker is told packet ids. Owned by one loop, without I/O.
 *
 * <h2>When a message is taken for a repeat</h2>
 *
 * <p>A repeat that is delivered costs the client a message twice, which QoS 1 allows. A message that is taken for a repeat
 * and is none is lost, which nothing allows. So every doubt is decided for delivering, and a message is taken for the repeat
 * of a kept one only if all of this holds:
 *
 * <ol>
 *   <li>Its packet id is that of a kept entry, which is one whose acknowledgement was never sent. A broker may use an id again
 *       only for what comes after the acknowledgement (MQTT 5, section 2.2.1), so as long as the session is this link's
 *       alone, a message under that id can be no other. Entries leave their ids behind when the session is lost.
 *   <li>It bears DUP. Brokers set it on everything they send again (MQTT 5, section 3.3.1.1), so a message without it is a new
 *       one, and the broker was told by somebody else that the id is free: another node had the session in between, unheard.
 *   <li>It is the same in topic, payload, QoS and properties. This covers the rest of that case: what the other node had got
 *       and not acknowledged comes with DUP too. Were it the same in every byte, it would still be one message that is sent
 *       twice in a row, by a session that two nodes held without hearing each other's claims.
 * </ol>
 *
 * <p>An acknowledgement may be lost with the connection. Its entry is gone then, and the message comes again under an id that is
 * free here: there is no telling it from a new message that the broker had sent under the same id and that was lost too. It
 * is delivered, with a number of its own and marked as a repeat. What the client has acknowledged while the link was down, on
 * the other hand, is kept until its repeat comes, and that one is acknowledged at once.
 *
 * <p>Brokers send again what is not acknowledged before anything newer (MQTT 5, section 4.6). When something newer comes, entries
 * that were not repeated are none the broker still has; their ids are free.
 */
final class DurableWindow {

    private static final int NO_PACKET = 0;

    /** One message that is kept. */
    static final class Entry {
        final Message message;
        /** Whether the broker said that it had sent it before, although it is not known here. */
        final boolean repeat;

        final long receivedMillis;
        private long seq;
        private int packetId;
        /** The connection it last came by. */
        private int connection;
        /** Whether the client has handled it, or may not have it. */
        private boolean done;
        /** Whether it takes its place in the window's bounds. */
        private boolean counted = true;
        /** To whom it was handed over; null if to nobody yet. */
        @Nullable
        Object handedTo;

        Entry(Message message, int packetId, boolean repeat, long receivedMillis) {
            this.message = message;
            this.packetId = packetId;
            this.repeat = repeat;
            this.receivedMillis = receivedMillis;
        }

        long seq() {
            return seq;
        }
    }

    // As long as the window.
    private final int maxMessages;
    private final long maxBytes;

    // As long as the epoch.
    private String epoch;
    private long lastSeq;
    /** In the order they last came by the wire, which is the order they are to be acknowledged in. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private final Map<Integer, Entry> byPacketId = new HashMap<>();
    private int messages;
    private long bytes;

    // As long as a connection.
    private int connection;
    private boolean connected;
    /** Whether what comes may still be what was sent before. */
    private boolean repeating;

    DurableWindow(int maxMessages, long maxBytes, String epoch) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.epoch = epoch;
    }

    String epoch() {
        return epoch;
    }

    /** How many messages are kept for the client. */
    int messages() {
        return messages;
    }

    /** How many bytes of payload are kept for the client. */
    long bytes() {
        return bytes;
    }

    /** The broker's session is connected, and was kept. */
    void connected() {
        connection++;
        connected = true;
        repeating = true;
    }

    /** The connection is gone: what is acknowledged from now on reaches the broker when it comes again. */
    void disconnected() {
        connected = false;
        for (Entry entry : entries) {
            if (entry.done) {
                uncount(entry);
            }
        }
    }

    /** Whether this is a message that is kept already; see the class. */
    boolean takesRepeat(Message message, int packetId, boolean dup) {
        if (!dup && packetId != NO_PACKET && repeating) {
            endOfRepeats();
        }
        Entry known = packetId == NO_PACKET ? null : byPacketId.get(packetId);
        if (known == null) {
            return false;
        }
        if (dup && isSame(known.message, message)) {
            moveToEnd(known);
            return true;
        }
        free(known);
        return false;
    }

    private void moveToEnd(Entry known) {
        if (known.connection != connection) {
            known.connection = connection;
            entries.remove(known);
            entries.add(known);
        }
    }

    private void endOfRepeats() {
        repeating = false;
        for (Entry entry : List.copyOf(entries)) {
            if (entry.connection != connection && entry.packetId != NO_PACKET) {
                free(entry);
            }
        }
    }

    /** The broker has this message no more; the client may still be given it. */
    private void free(Entry entry) {
        byPacketId.remove(entry.packetId);
        entry.packetId = NO_PACKET;
        if (entry.done) {
            uncount(entry);
            entries.remove(entry);
        }
    }

    /** What makes two messages the same; how long one is still of use lessens on its way. */
    private static boolean isSame(Message a, Message b) {
        return a.topic().equals(b.topic())
                && Arrays.equals(a.payload(), b.payload())
                && a.qos() == b.qos()
                && a.properties().equals(b.properties())
                && Objects.equals(a.contentType(), b.contentType())
                && Objects.equals(a.responseTopic(), b.responseTopic())
                && Arrays.equals(a.correlation(), b.correlation());
    }

    /** Whether there is no room for another message. */
    boolean isFull() {
        return messages >= maxMessages || bytes >= maxBytes;
    }

    /** Whether so much is acknowledged that a link that was full may go on. */
    boolean hasCaughtUp() {
        return messages <= maxMessages / 2 && bytes <= maxBytes / 2;
    }

    /** Keeps a message and numbers it. */
    Entry add(Message message, int packetId, boolean dup, long nowMillis) {
        Entry entry = new Entry(message, packetId, dup, nowMillis);
        entry.connection = connection;
        if (packetId != NO_PACKET) {
            byPacketId.put(packetId, entry);
        }
        append(entry);
        return entry;
    }

    private void append(Entry entry) {
        entry.seq = ++lastSeq;
        entries.add(entry);
        messages++;
        bytes += entry.message.payload().length;
    }

    private void uncount(Entry entry) {
        if (entry.counted) {
            entry.counted = false;
            messages--;
            bytes -= entry.message.payload().length;
        }
    }

    /** The client has handled everything up to a number. Nothing happens in another epoch. */
    void acknowledge(String ofEpoch, long seq) {
        if (epoch.equals(ofEpoch)) {
            finish(entry -> entry.seq <= seq);
        }
    }

    /** The client may not have this message, or does not want it. */
    void withhold(String ofEpoch, long seq) {
        if (epoch.equals(ofEpoch)) {
            finish(entry -> entry.seq == seq);
        }
    }

    private void finish(Predicate<Entry> which) {
        for (Entry entry : entries) {
            if (!entry.done && which.test(entry)) {
                entry.done = true;
                if (!isOnTheWire(entry)) {
                    uncount(entry);
                }
            }
        }
    }

    /** Whether it came by this connection, so that it can be acknowledged now. */
    private boolean isOnTheWire(Entry entry) {
        return connected && entry.connection == connection;
    }

    /** Acknowledges to the broker what is done, in the order of the messages, and forgets it. */
    void acknowledgeDone(IntConsumer acknowledge) {
        for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            boolean brokersToo = entry.packetId != NO_PACKET;
            if (brokersToo && !isOnTheWire(entry)) {
                continue;
            }
            if (entry.done) {
                each.remove();
                uncount(entry);
                if (brokersToo) {
                    byPacketId.remove(entry.packetId);
                    acknowledge.accept(entry.packetId);
                }
            } else if (brokersToo) {
                return;
            }
        }
    }

    /** What the client has not acknowledged, by number. */
    List<Entry> unacknowledged() {
        return entries.stream()
                .filter(entry -> !entry.done)
                .sorted(Comparator.comparingLong(Entry::seq))
                .toList();
    }

    /**
     * The broker has lost the session: another epoch begins. What the client has not been handed yet is kept and numbered
     * anew, since it exists nowhere else any more.
     *
     * @param holder to whom was handed over what need not be kept; null for nobody
     */
    void sessionLost(String nextEpoch, @Nullable Object holder) {
        List<Entry> kept = unacknowledged().stream()
                .filter(entry -> holder == null || entry.handedTo != holder)
                .toList();
        entries.clear();
        byPacketId.clear();
        messages = 0;
        bytes = 0;
        lastSeq = 0;
        epoch = nextEpoch;
        for (Entry entry : kept) {
            entry.packetId = NO_PACKET;
            entry.counted = true;
            append(entry);
        }
    }
}
