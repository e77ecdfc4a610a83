package io.fairlead.bridge;

import io.fairlead.broker.Broker;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.session.ClientKey;
import io.fairlead.session.UpstreamIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's durable links: one for each client that has its own broker session open here. Any thread. */
final class DurableClients {

    private static final Logger log = LoggerFactory.getLogger(DurableClients.class);
    /** What is said to whom comes too late. */
    static final String GOING_DOWN = "the gateway is going down; come back";

    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final NodeSettings settings;
    private final Broker broker;
    private final SharedLinks links;
    private final Revocations revoked;
    private final Supplier<Duration> expiry;
    private final DurableTrouble trouble = new DurableTrouble();

    // Guarded by this.
    private final Map<String, Open> byId = new HashMap<>();
    private final Map<String, Integer> ofUser = new HashMap<>();
    private boolean closed;

    /** A link, and how many connections are on their way to it. */
    private static final class Open {
        final DurableLink link;
        int coming;

        Open(DurableLink link) {
            this.link = link;
        }
    }

    /** @param expiry how long the broker keeps a session that nobody has taken up */
    DurableClients(
            NodeSettings settings, Broker broker, SharedLinks links, Revocations revoked, Supplier<Duration> expiry) {
        this.revoked = revoked;
        this.settings = settings;
        this.broker = broker;
        this.links = links;
        this.expiry = expiry;
    }

    NodeSettings settings() {
        return settings;
    }

    Claims claims() {
        return links.claims();
    }

    /** Takes up a client's session at the broker, or begins one. */
    SessionLink openSession(String id, LoopSessions home, SessionLinkListener listener) {
        int window = Math.min(settings.durable().windowMessages(), LinkOptions.MAX_RECEIVE_MAXIMUM);
        return broker.openSession(
                new LinkOptions(
                        id, false, expiry.get(), window, false, home.loop().group()),
                listener);
    }

    /** A link could not be brought up. Where no shared link can, that is said already. */
    void trouble(LinkDown down) {
        if (links.health().isUp()) {
            trouble.tell(down, System.nanoTime());
        }
    }

    String nextEpoch() {
        return links.nextEpoch();
    }

    /**
     * The link of a client, made on this loop if there is none. It is not ended before {@link #attaching} was called for it.
     * Null where the user has as many as one may, or the node is closing.
     */
    synchronized @Nullable DurableLink open(ClientKey client, LoopSessions home) {
        Open known = byId.get(UpstreamIds.durable(client));
        if (known == null) {
            if (closed
                    || ofUser.getOrDefault(user(client), 0)
                            >= settings.durable().clientsPerUser()) {
                return null;
            }
            known = new Open(new DurableLink(client, home, this));
            byId.put(known.link.id(), known);
            ofUser.merge(user(client), 1, Integer::sum);
        }
        known.coming++;
        return known.link;
    }

    private static String user(ClientKey client) {
        return String.valueOf(client.user());
    }

    /** A connection that was on its way to a link is there. */
    synchronized void attaching(DurableLink link) {
        Open open = byId.get(link.id());
        if (open != null && open.link == link) {
            open.coming--;
        }
    }

    /** Takes a link out that nobody has; false if somebody is on the way to it. */
    synchronized boolean retire(DurableLink link) {
        Open open = byId.get(link.id());
        if (open == null || open.link != link) {
            return true;
        }
        if (open.coming > 0) {
            return false;
        }
        takeOut(link);
        return true;
    }

    /** Takes a link out that is ending, whoever is on the way to it. */
    synchronized void remove(DurableLink link) {
        Open open = byId.get(link.id());
        if (open != null && open.link == link) {
            takeOut(link);
        }
    }

    private void takeOut(DurableLink link) {
        byId.remove(link.id());
        ofUser.computeIfPresent(user(link.owner()), (user, count) -> count == 1 ? null : count - 1);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized @Nullable DurableLink find(String id) {
        Open open = byId.get(id);
        return open == null ? null : open.link;
    }

    /** A node has claimed a client's session. */
    void heard(Claim claim) {
        DurableLink link = find(claim.link());
        if (link != null) {
            link.home().run(() -> link.onClaim(claim));
        }
    }

    /** Whether credentials of a client are revoked now: nobody is soon to come for its link. */
    boolean isRevoked(ClientKey client) {
        return revoked.concerns(client.user(), client.name());
    }

    /** Ends the links of revoked clients that are gone; those that are there are closed, and leave them. */
    void dismissRevoked() {
        List<DurableLink> dismissed;
        synchronized (this) {
            dismissed = byId.values().stream()
                    .map(open -> open.link)
                    .filter(link -> isRevoked(link.owner()))
                    .toList();
        }
        dismissed.forEach(link -> link.home().run(link::endIfGone));
    }

    private synchronized List<DurableLink> takeAll() {
        closed = true;
        List<DurableLink> all = byId.values().stream().map(open -> open.link).toList();
        byId.clear();
        ofUser.clear();
        return all;
    }

    /** Closes every link, and leaves the sessions with the broker. Waits a moment for it; not to be called on a loop. */
    void close() {
        List<DurableLink> all = takeAll();
        CountDownLatch closing = new CountDownLatch(all.size());
        all.forEach(link -> link.home().run(() -> link.end(closing::countDown)));
        try {
            if (!closing.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} links of durable clients were not closed within {}", closing.getCount(), CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
