package io.fairlead.bridge;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.session.ClientKey;
import io.fairlead.session.Effect;
import io.fairlead.session.Joined;
import io.fairlead.session.Reason;
import io.fairlead.topicmap.SlowPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live channels that one client is subscribed to, and how it is sent their messages. Owned by the client's loop. */
final class LiveSubscriptions {

    private static final Logger log = LoggerFactory.getLogger(LiveSubscriptions.class);

    // As long as the connection.
    private final SessionDriver driver;
    private final Node node;
    private final ClientConnection connection;
    private final List<Subscriber> subscribers = new ArrayList<>(1);
    private @Nullable DropNotices drops;
    /** What this client's publishes are marked with; null until it matters. */
    private @Nullable String mark;

    LiveSubscriptions(SessionDriver driver, Node node) {
        this.driver = driver;
        this.node = node;
        this.connection = driver.connection();
    }

    SessionDriver driver() {
        return driver;
    }

    void join(Effect.JoinLive effect) {
        SharedLink link = node.links().use(effect.grant(), driver.sessions());
        Subscriber subscriber = new Subscriber(this, effect, link);
        subscribers.add(subscriber);
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
    }

    // What the channels tell.

    void joined(Subscriber subscriber, Joined joined) {
        driver.tell((session, now) -> session.onJoined(subscriber.join.token(), joined, now));
    }

    void gap(Subscriber subscriber, String epoch, long pos) {
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
        return connection.pendingBytes() + bytes <= node.settings().maxPendingBytes();
    }

    /**
     * Writes a message, unless the client does not keep up.
     *
     * @param lone whether to flush at once
     * @return whether it was written
     */
    boolean deliver(Subscriber subscriber, PreparedDelivery delivery, boolean lone) {
        if (driver.isClosed()) {
            return false;
        }
        if (connection.pendingBytes() > node.settings().maxPendingBytes()) {
            tooSlow(subscriber);
            return false;
        }
        connection.write(delivery.frame(subscriber.format));
        driver.flush(lone);
        return true;
    }

    private void tooSlow(Subscriber subscriber) {
        driver.sessions().meters().dropped.increment();
        if (subscriber.grant().slow() == SlowPolicy.DISCONNECT) {
            String why = connection.pendingBytes() + " bytes wait to be read; read faster or subscribe to less";
            driver.close(new Effect.Close(Reason.SLOW_CONSUMER, why, -1));
            return;
        }
        if (drops == null) {
            drops = new DropNotices(driver);
        }
        drops.count(subscriber);
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
