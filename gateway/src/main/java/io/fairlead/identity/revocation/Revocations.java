package io.fairlead.identity.revocation;

import io.fairlead.identity.AuthOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of voided credentials: the latest word about each subject, until it is over. Thread-safe; asking takes no
 * lock.
 *
 * <p>A user's or a client's revocation voids what was issued before it ({@code iat}, RFC 7519 section 4.1.6), so that fresh
 * credentials are welcome. Those that do not say when they were issued are void as long as it lasts. A token's revocation voids
 * the token with that id.
 */
public final class Revocations {

    /** How long one lasts if nobody says. */
    public static final Duration USUAL = Duration.ofDays(1);

    /** How long one lasts at most. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** How many words are kept, those that took others back included. */
    public static final int MOST = 10_000;

    /** How long a word is kept after its end: nodes' clocks differ. */
    public static final Duration GRACE = Duration.ofMinutes(1);

    /** What a word is to who knows of others. */
    public enum News {
        /** It counts from now on. */
        NEW,
        /** It is known already. */
        KNOWN,
        /** A later one is known. */
        OUTDATED,
        /** It is over already. */
        OVER,
        /** It is to last longer than any may. */
        TOO_LONG,
        /** It is not kept: there are as many as may be. */
        FULL
    }

    private final InstantSource clock;
    private final int most;
    private final Map<Subject, Revocation> bySubject = new ConcurrentHashMap<>();
    private final Map<String, Subject> byId = new ConcurrentHashMap<>();

    public Revocations(InstantSource clock) {
        this(clock, MOST);
    }

    Revocations(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /** What time it is. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A word that counts from now on, and is in force for so long. */
    public Revocation begin(Subject subject, Duration lasting) {
        Revocation known = bySubject.get(subject);
        Instant at = nextAfter(known);
        Revocation word = new Revocation(subject, at, at.plus(lasting), at.plus(lasting));
        return known == null ? word : word.keptUntil(known.kept());
    }

    /** A word that takes another back. */
    public Revocation lift(Revocation known) {
        Instant at = nextAfter(known);
        return new Revocation(known.subject(), at, at, known.kept());
    }

    /** A node whose clock is ahead may have said the last one. */
    private Instant nextAfter(@Nullable Revocation known) {
        Instant now = now();
        return known == null || now.isAfter(known.at()) ? now : known.at().plusMillis(1);
    }

    /** Takes a word, wherever it comes from. */
    public synchronized News put(Revocation word) {
        Instant now = now();
        if (isOver(word, now)) {
            return News.OVER;
        }
        if (word.until().isAfter(now.plus(LONGEST).plus(GRACE))
                || word.kept().isAfter(now.plus(LONGEST).plus(GRACE))) {
            return News.TOO_LONG;
        }
        Revocation known = bySubject.get(word.subject());
        if (known != null && !word.isLaterThan(known)) {
            bySubject.put(word.subject(), known.keptUntil(word.kept()));
            return known.isLaterThan(word) ? News.OUTDATED : News.KNOWN;
        }
        if (known == null && bySubject.size() >= most) {
            return News.FULL;
        }
        bySubject.put(word.subject(), known == null ? word : word.keptUntil(known.kept()));
        byId.put(word.subject().id(), word.subject());
        return News.NEW;
    }

    /** Whether another subject can be taken. */
    public boolean hasRoomFor(Subject subject) {
        return bySubject.size() < most || bySubject.containsKey(subject);
    }

    /** Forgets those that have been over for a while, and returns them. */
    public synchronized List<Revocation> forgetOver() {
        Instant now = now();
        List<Revocation> over =
                bySubject.values().stream().filter(word -> isOver(word, now)).toList();
        over.forEach(word -> {
            bySubject.remove(word.subject());
            byId.remove(word.subject().id());
        });
        return over;
    }

    private static boolean isOver(Revocation word, Instant now) {
        return !word.kept().plus(GRACE).isAfter(now);
    }

    /** The latest word about a subject; null if there is none. */
    public @Nullable Revocation latest(Subject subject) {
        return bySubject.get(subject);
    }

    /** Every word, those that took others back included. */
    public List<Revocation> all() {
        return new ArrayList<>(bySubject.values());
    }

    /** Those that void something now. */
    public List<Revocation> inForce() {
        Instant now = now();
        return bySubject.values().stream().filter(word -> word.isInForce(now)).toList();
    }

    /** How many void something now. */
    public int count() {
        return inForce().size();
    }

    /** The one in force with this {@link Subject#id}. */
    public Optional<Revocation> find(String id) {
        Subject subject = byId.get(id);
        return Optional.ofNullable(subject == null ? null : inForce(subject));
    }

    /** Whether a user or client is revoked now, whenever its credentials were issued. */
    public boolean concerns(@Nullable String user, String client) {
        return !bySubject.isEmpty()
                && ((user != null && inForce(Subject.ofUser(user)) != null)
                        || inForce(Subject.ofClient(user, client)) != null);
    }

    /**
     * The same outcome, unless what was verified is void.
     *
     * @param client the name that the client asks for or has; null if it leaves that to the gateway
     */
    public AuthOutcome check(AuthOutcome outcome, @Nullable String client) {
        if (bySubject.isEmpty() || !(outcome instanceof AuthOutcome.Verified verified)) {
            return outcome;
        }
        AuthOutcome refusal = new Screening(this::inForce).refusal(verified.identity(), client);
        return refusal == null ? outcome : refusal;
    }

    private @Nullable Revocation inForce(Subject subject) {
        Revocation word = bySubject.get(subject);
        return word != null && word.isInForce(clock.instant()) ? word : null;
    }
}
