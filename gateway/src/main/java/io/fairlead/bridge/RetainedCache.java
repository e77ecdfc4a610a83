package io.fairlead.bridge;

import io.fairlead.topic.Message;
import io.fairlead.topic.TopicName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The retained messages of one live channel, as a fetch brought them and live retained messages have changed them since
 * (MQTT 5, where live messages tell that they are retained). Off until a fetch is begun, of use once it is complete, and off
 * again when the link goes down or there are too many. Owned by the channel's loop.
 */
final class RetainedCache {

    private static final long NEVER = Long.MAX_VALUE;

    private enum State {
        OFF,
        BUILDING,
        COMPLETE
    }

    /** A retained message, or none: deleted while the fetch was under way. */
    private record Kept(@Nullable Message message, long expiresMillis) {
        long bytes() {
            return message == null
                    ? 0
                    : message.payload().length + message.topic().value().length();
        }

        boolean isOfUse(long nowMillis) {
            return message != null && nowMillis < expiresMillis;
        }
    }

    private final ChannelShelf shelf;
    private final Map<TopicName, Kept> kept = new LinkedHashMap<>(2);
    private State state = State.OFF;
    private long bytes;

    RetainedCache(ChannelShelf shelf) {
        this.shelf = shelf;
    }

    /** A fetch is about to be asked for. Returns whether it is the one that fills the cache. */
    boolean begin() {
        boolean begins = state == State.OFF && shelf.knowsRetained();
        if (begins) {
            state = State.BUILDING;
        }
        return begins;
    }

    /** A fetch brought this; what came live since it began is newer. */
    void onFetched(Message message, long nowMillis) {
        if (state == State.BUILDING && !kept.containsKey(message.topic())) {
            keep(message, nowMillis);
        }
    }

    /** A live message came. */
    void onLive(Message message, long nowMillis) {
        if (state == State.OFF || !message.retain()) {
            return;
        }
        forget(message.topic());
        if (message.payload().length > 0) {
            keep(message, nowMillis);
        } else if (state == State.BUILDING) {
            kept.put(message.topic(), new Kept(null, NEVER));
        }
    }

    /** The fetch is over. */
    void end(boolean complete) {
        if (state != State.BUILDING) {
            return;
        }
        if (complete) {
            kept.values().removeIf(one -> one.message() == null);
            state = State.COMPLETE;
        } else {
            off();
        }
    }

    /** Forgets everything. */
    void off() {
        kept.clear();
        shelf.budget().giveBack(bytes);
        bytes = 0;
        state = State.OFF;
    }

    /** What is retained now; null if that is not known. */
    @Nullable
    List<Message> snapshot(long nowMillis) {
        if (state != State.COMPLETE) {
            return null;
        }
        List<Message> all = new ArrayList<>(kept.size());
        for (Kept one : kept.values()) {
            Message message = one.message();
            if (message != null && one.isOfUse(nowMillis)) {
                all.add(aged(message, one.expiresMillis(), nowMillis));
            }
        }
        return all;
    }

    private void keep(Message message, long nowMillis) {
        Kept one = new Kept(message, expires(message, nowMillis));
        boolean room =
                kept.size() < shelf.bounds().cachedTopics() && shelf.budget().take(one.bytes());
        if (!room) {
            off();
            return;
        }
        bytes += one.bytes();
        kept.put(message.topic(), one);
    }

    private void forget(TopicName topic) {
        Kept old = kept.remove(topic);
        if (old != null) {
            bytes -= old.bytes();
            shelf.budget().giveBack(old.bytes());
        }
    }

    private static long expires(Message message, long nowMillis) {
        return message.expirySeconds() < 0 ? NEVER : nowMillis + message.expirySeconds() * 1000;
    }

    /** The message with what is left of its time (MQTT 5, section 3.3.2.3.3). */
    private static Message aged(Message message, long expiresMillis, long nowMillis) {
        if (expiresMillis == NEVER) {
            return message;
        }
        long left = Math.max(1, (expiresMillis - nowMillis) / 1000);
        return new Message(
                message.topic(),
                message.payload(),
                message.qos(),
                message.retain(),
                left,
                message.contentType(),
                message.responseTopic(),
                message.correlation(),
                message.properties(),
                message.utf8());
    }
}
