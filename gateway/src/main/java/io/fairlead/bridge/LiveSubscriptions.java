package io.fairlead.bridge;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.session.ClientKey;
import io.fairlead.session.Effect;
import io.fairlead.session.Joined;
import io.fairlead.session.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live channels that one client is subscribed to, and how it is sent their messages. Owned by the client's loop. */
final class LiveSubscriptions {

    private static final Logger log = LoggerFactory.getLogger(LiveSubscriptions.class);

    /** How many bytes are written ahead of what the client reads, at most; past it, it does not keep up. */
    private static final long MOST_WRITE_AHEAD = 64 * 1024;

    // As long as the connection.
    private final SessionDriver driver;
    private final Node node;
    private final ClientConnection connection;
    private final List<Subscriber> subscribers = new ArrayList<>(1);
    private final long writeAhead;
    private @Nullable ClientBuffer buffer;
    /** What this client's publishes are marked with; null until it matters. */
    private @Nullable String mark;

    LiveSubscriptions(SessionDriver driver, Node node) {
        this.driver = driver;
        this.node = node;
        this.connection = driver.connection();
        this.writeAhead = Math.min(MOST_WRITE_AHEAD, node.settings().maxPendingBytes() / 4);
        connection.writeAhead(writeAhead);
    }

    SessionDriver driver() {
        return driver;
    }

    void join(Effect.JoinLive effect) {
        SharedLink link = node.links().use(effect.grant(), driver.sessions());
        Subscriber subscriber = new Subscriber(this, effect, link);
        subscribers.add(subscriber);
        if (buffer != null || effect.maxRate() > 0) {
            buffer().enlist(subscriber);
        }
        if (driver.sessions().links().isDown(link.number())) {
            driver.lookAtLinks();
        }
        link.home().run(() -> link.channels().join(subscriber));
    }

    void leave(Effect.LeaveLive effect) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.join.token() == effect.token()) {
                leave(subscriber);
                return;
            }
        }
    }

    /** The client is gone: leaves all, also where one cannot be left. */
    void leaveAll() {
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            try {
                leave(subscriber);
            } catch (RuntimeException e) {
                log.error("the gateway failed at leaving {}", subscriber.grant().channel(), e);
            }
        }
        if (buffer != null) {
            buffer.end();
        }
    }

    private void leave(Subscriber subscriber) {
        forget(subscriber);
        LocalSubscribers among = subscriber.among;
        if (among != null) {
            among.remove(subscriber);
        }
        SharedLink link = subscriber.link;
        link.home().run(() -> link.channels().leave(subscriber));
    }

    private void forget(Subscriber subscriber) {
        subscriber.left = true;
        subscribers.remove(subscriber);
        if (subscriber.buffer != null) {
            buffer().forget(subscriber.buffer, successor(subscriber));
        }
        if (driver.sessions().links().isAnyDown()) {
            driver.lookAtLinks();
        }
    }

    /** The subscription that takes the place of one that ends, and does not bring what that one kept. */
    private @Nullable Subscriber successor(Subscriber ended) {
        for (Subscriber other : subscribers) {
            if (other.grant().channel().equals(ended.grant().channel())) {
                return other.recovering ? null : other;
            }
        }
        return null;
    }

    /** Whether all links are up that matter to the client: the one it publishes on, and those that serve its channels. */
    boolean isServed() {
        LinkStates links = driver.sessions().links();
        if (!links.isAnyDown()) {
            return true;
        }
        return !links.isOwnDown()
                && subscribers.stream().noneMatch(subscriber -> links.isDown(subscriber.link.number()));
    }

    // What the channels tell.

    void joined(Subscriber subscriber, Joined joined) {
        driver.tell((session, now) -> session.onJoined(subscriber.join.token(), joined, now));
    }

    /** The numbering starts anew, after what was kept. */
    void gap(Subscriber subscriber, String epoch, long pos) {
        if (subscriber.buffer != null) {
            buffer().sendAll(subscriber.buffer);
        }
        driver.tell((session, now) -> session.onGap(subscriber.join.token(), epoch, pos, false, now));
    }

    void refused(Subscriber subscriber, SubscribeOutcome.Refused refused) {
        if (subscriber.left) {
            return;
        }
        forget(subscriber);
        String why = "the broker refuses the gateway's subscription to "
                + subscriber.grant().channel() + ": " + refused.text() + "; ask who runs the broker to allow it";
        driver.tell((session, now) ->
                session.onJoinRefused(subscriber.join.token(), Reason.BROKER_REFUSED, why, refused.code(), now));
    }

    /** Whether so many bytes more may wait to be read by the client. */
    boolean hasRoomFor(long bytes) {
        long taken = buffer == null ? connection.pendingBytes() : buffer.taken();
        return taken + bytes <= node.settings().maxPendingBytes();
    }

    /**
     * Writes a message, or keeps it until the client can have it.
     *
     * @param lone whether to flush at once
     * @return whether it was written
     */
    boolean deliver(Subscriber subscriber, PreparedDelivery delivery, boolean lone) {
        if (driver.isClosed()) {
            return false;
        }
        boolean reads = subscriber.recovering
                || (connection.pendingBytes() <= writeAhead && connection.takes(subscriber.format));
        if (subscriber.buffer != null || !reads) {
            return buffer().deliver(subscriber, delivery, lone);
        }
        connection.write(delivery.frame(subscriber.format));
        driver.flush(lone);
        return true;
    }

    /** The client reads again. */
    void onWritable() {
        if (buffer != null) {
            buffer.onWritable();
        }
    }

    /** The client goes to the background, or comes to the foreground. */
    void background(boolean hidden) {
        buffer().background(hidden, subscribers);
    }

    private ClientBuffer buffer() {
        if (buffer == null) {
            buffer = new ClientBuffer(driver, node.settings().maxPendingBytes(), writeAhead);
        }
        return buffer;
    }

    /** Whether this client published the message, as far as its mark tells. */
    boolean published(PreparedDelivery delivery) {
        if (delivery.publisher == null) {
            return false;
        }
        if (mark == null) {
            ClientKey client = driver.client();
            mark = client == null ? "" : client.mark();
        }
        return mark.equals(delivery.publisher);
    }
}
