package io.fairlead.bridge;

import io.fairlead.broker.LinkUp;
import org.jspecify.annotations.Nullable;

/**
 * A durable link's claim to its session, and whether it has lost it. The broker's order decides: a claim of another node that
 * is heard before this one's own has come back was made earlier, and one that is heard after it later. Owned by the link's
 * loop.
 */
final class DurableClaim implements Claims.Claimant {

    private final DurableLink link;
    private final Claims claims;
    private volatile boolean over;

    // As long as a claim.
    private @Nullable Claim made;
    private boolean heardBack;

    DurableClaim(DurableLink link, Claims claims) {
        this.link = link;
        this.claims = claims;
    }

    /** Whether the session was ever claimed. */
    boolean isMade() {
        return made != null;
    }

    /** Claims the session, in place of an earlier claim. The link is told when the broker has taken it. */
    void make(String instance) {
        Claim claim = claims.next(link.id(), instance);
        made = claim;
        heardBack = false;
        claims.make(claim, this);
    }

    /** Claims the session no more, where the claim still waits for the broker. */
    void giveUp() {
        over = true;
        claims.giveUp(this);
    }

    @Override
    public void claimed(LinkUp brokers) {
        link.home().run(() -> link.onClaimed(brokers.version()));
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void waiting() {
        link.home().run(link::brokerAway);
    }

    /** Hears a claim of any node; returns whether this one has lost against it. */
    boolean losesTo(Claim heard) {
        if (made == null) {
            return false;
        }
        if (claims.isOwn(heard)) {
            heardBack |= heard.number() == made.number();
            return false;
        }
        return heardBack;
    }
}
