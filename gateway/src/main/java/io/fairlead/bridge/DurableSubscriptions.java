package io.fairlead.bridge;

import io.fairlead.session.ClientKey;
import io.fairlead.session.DurableMessage;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.wire.OutgoingMessage;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's part in its client's own broker session: what the session wants of it, and what comes of it, in its order
 * and no faster than the client reads. What waits here is bounded by the link's window. Owned by the connection's loop.
 */
final class DurableSubscriptions {

    private static final long LOOK_MILLIS = 50;

    // As long as the connection.
    private final SessionDriver driver;
    private final SessionEffects effects;
    private final Node node;
    private final Deque<SessionDriver.Event> events = new ArrayDeque<>(0);
    private @Nullable DurableLink link;
    private boolean telling;
    private boolean looking;

    DurableSubscriptions(SessionDriver driver, SessionEffects effects, Node node) {
        this.driver = driver;
        this.effects = effects;
        this.node = node;
    }

    LoopSessions home() {
        return driver.sessions();
    }

    /** The page load the client says it is. Any loop: it never changes once the session is open. */
    String instance() {
        return effects.instance();
    }

    /** Ends the session, since the client has another. Any thread. */
    void takenOver(Reason reason) {
        effects.takenOver(reason);
    }

    // What the session wants done.

    void join(Effect.JoinDurable effect) {
        DurableLink durable = link();
        if (durable == null && node.durables().isClosed()) {
            String why = DurableClients.GOING_DOWN;
            tell((session, now) -> session.onJoinRefused(effect.token(), Reason.INTERNAL, why, -1, now));
        } else if (durable == null) {
            String why = "this user has " + node.settings().durable().clientsPerUser()
                    + " durable clients on this gateway, as many as one may; close one of them, or give this page the"
                    + " client name of one that is not used any more";
            tell((session, now) -> session.onJoinRefused(effect.token(), Reason.TOO_MANY_SUBSCRIPTIONS, why, -1, now));
        } else {
            durable.home().run(() -> durable.join(this, effect));
        }
    }

    /** The link that it was to be joined on has just ended. */
    void joinAnew(DurableLink ended, Effect.JoinDurable effect) {
        if (link == ended) {
            link = null;
        }
        if (!driver.isClosed()) {
            join(effect);
        }
    }

    void leave(Effect.LeaveDurable effect) {
        DurableLink durable = link();
        if (durable != null) {
            durable.home().run(() -> durable.leave(this, effect));
        }
    }

    private @Nullable DurableLink link() {
        if (link == null) {
            ClientKey client = Objects.requireNonNull(driver.client(), "a session is registered before it subscribes");
            DurableLink durable = node.durables().open(client, home());
            link = durable;
            if (durable != null) {
                durable.home().run(() -> {
                    node.durables().attaching(durable);
                    durable.attach(this);
                });
            }
        }
        return link;
    }

    void acknowledge(Effect.Acknowledge effect) {
        DurableLink durable = link;
        if (durable != null) {
            durable.home().run(() -> durable.acknowledge(this, effect));
        }
    }

    void deliver(Effect.DeliverDurable effect) {
        DurableMessage message = effect.message();
        SubscribeGrant grant = effect.grant();
        OutgoingMessage outgoing = new OutgoingMessage(
                message.message(),
                effect.channel(),
                grant.wildcard() ? grant.channel() : null,
                -1,
                message.seq(),
                message.receivedMillis(),
                message.message().retain(),
                grant.payload(),
                grant.props(),
                message.repeat());
        driver.connection().write(driver.format().encode(outgoing, ByteBufAllocator.DEFAULT));
        driver.flush(false);
        home().meters().delivered.increment();
    }

    void withhold(Effect.WithholdDurable effect) {
        home().meters().withheld.increment();
        DurableLink durable = link;
        if (durable != null) {
            durable.home().run(() -> durable.withhold(this, effect.message()));
        }
    }

    /** The connection is gone. */
    void end() {
        events.clear();
        DurableLink durable = link;
        if (durable != null) {
            durable.home().run(() -> durable.detach(this));
        }
    }

    // What the link tells.

    /** Tells the session something, after all it was told before, when the client has read so far. */
    void tell(SessionDriver.Event event) {
        if (!driver.isClosed()) {
            events.add(event);
            tellNext();
        }
    }

    /** Tells the client of messages that there was no room for, after all it was told before. */
    void dropped(String channel, long count) {
        tell((session, now) -> driver.reply(new Reply.Notice.Dropped(channel, count, "slow")));
    }

    private void tellNext() {
        if (telling) {
            return;
        }
        telling = true;
        try {
            while (!events.isEmpty() && reads()) {
                driver.tell(events.remove());
            }
        } finally {
            telling = false;
        }
        if (!events.isEmpty() && !looking) {
            looking = true;
            var unused = home().loop().eventLoop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            Objects.requireNonNull(unused);
        }
    }

    /** Live channels have the other half of what may wait for a client. */
    private boolean reads() {
        return driver.connection().pendingBytes() <= node.settings().maxPendingBytes() / 2;
    }

    private void look() {
        looking = false;
        tellNext();
    }
}
