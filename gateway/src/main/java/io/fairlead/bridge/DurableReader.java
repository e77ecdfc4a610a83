package io.fairlead.bridge;

import io.fairlead.session.DurableMessage;
import io.fairlead.session.Joined;
import io.fairlead.session.Reason;
import org.jspecify.annotations.Nullable;

/** The connection that a durable link serves now, if any, as the link's loop sees it. */
final class DurableReader {

    private final DurableWindow window;

    // As long as a connection of the client is attached.
    private @Nullable DurableSubscriptions client;
    private String instance = "";
    /** Whether the client has been answered once, and is sent messages. */
    private boolean delivering;

    DurableReader(DurableWindow window) {
        this.window = window;
    }

    void attach(DurableSubscriptions fresh) {
        client = fresh;
        instance = fresh.instance();
        delivering = false;
    }

    /** Forgets the connection; returns false if it is not this one. */
    boolean detach(DurableSubscriptions gone) {
        if (client != gone) {
            return false;
        }
        client = null;
        delivering = false;
        return true;
    }

    boolean is(DurableSubscriptions some) {
        return client == some;
    }

    boolean isGone() {
        return client == null;
    }

    /** The page load that the client says it is, or said last. */
    String instance() {
        return instance;
    }

    /** To whom messages are handed over; null if to nobody yet. */
    @Nullable
    Object holder() {
        return delivering ? client : null;
    }

    /** Answers a join; from the first one on, messages are handed over. */
    void joined(DurableJoin join, Joined joined) {
        tell((session, now) -> session.onJoined(join.token(), joined, now));
        delivering = true;
        handOverTheRest();
    }

    void refused(DurableJoin join, Reason reason, String why, int mqttReason) {
        tell((session, now) -> session.onJoinRefused(join.token(), reason, why, mqttReason, now));
    }

    void gap(DurableJoin join) {
        String epoch = window.epoch();
        tell((session, now) -> session.onGap(join.token(), epoch, -1, false, now));
    }

    /** Messages of a channel were dropped. */
    void dropped(String channel, long count) {
        DurableSubscriptions to = client;
        if (to != null) {
            to.home().run(() -> to.dropped(channel, count));
        }
    }

    void takenOver(Reason reason) {
        if (client != null) {
            client.takenOver(reason);
        }
    }

    /** Hands over what this connection has not had yet. */
    void handOverTheRest() {
        if (delivering) {
            window.unacknowledged().stream()
                    .filter(entry -> entry.handedTo != client)
                    .forEach(this::handOver);
        }
    }

    void handOver(DurableWindow.Entry entry) {
        if (client != null && delivering) {
            entry.handedTo = client;
            DurableMessage message =
                    new DurableMessage(window.epoch(), entry.seq(), entry.message, entry.repeat, entry.receivedMillis);
            tell((session, now) -> session.onDurableMessage(message, now));
        }
    }

    private void tell(SessionDriver.Event event) {
        DurableSubscriptions to = client;
        if (to != null) {
            to.home().run(() -> to.tell(event));
        }
    }
}
