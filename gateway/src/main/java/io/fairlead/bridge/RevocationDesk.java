package io.fairlead.bridge;

import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.identity.revocation.Revocations.News;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where credentials are revoked, by this node's operator or by another node: that takes effect here at once, ends the sessions
 * that were opened with them, and is told to all nodes. Any thread.
 */
public final class RevocationDesk {

    private final Revocations known;
    private final List<LoopSessions> homes;
    private final DurableClients durables;
    private final RevocationFeed feed;
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();

    RevocationDesk(Revocations known, List<LoopSessions> homes, DurableClients durables, RevocationFeed feed) {
        this.known = known;
        this.homes = homes;
        this.durables = durables;
        this.feed = feed;
    }

    /** What this node knows: who opens a session asks it. */
    public Revocations known() {
        return known;
    }

    /**
     * Calls a listener with each revocation that begins to count, once those who open sessions are refused by it.
     *
     * @param listener called on any thread; must not block
     */
    public void whenRevoked(Consumer<Revocation> listener) {
        listeners.add(listener);
    }

    /**
     * Has a word of this node's operator take effect, and tells it to all nodes.
     *
     * @param spread called once, if the word is {@link News#NEW}, and otherwise never; on any thread, at once or later
     * @return what the word was to this node
     */
    public News say(Revocation word, Consumer<Spread> spread) {
        News news = known.put(word);
        if (news == News.NEW) {
            takeEffect(word);
            feed.tell(word, spread);
        }
        return news;
    }

    /** A word is known now. */
    void takeEffect(Revocation word) {
        if (word.isInForce(known.now())) {
            homes.forEach(home -> home.run(home::sweepRevoked));
            durables.dismissRevoked();
            listeners.forEach(listener -> listener.accept(word));
        }
    }
}
