package io.fairlead.identity.jwt;

import io.fairlead.identity.AuthOutcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an issuer publishes, fetched in the background and kept while they cannot be fetched. A token signed with a key that is known is
 * judged at once, on the calling thread. One that names another key waits until the set was fetched once more, since issuers
 * change their keys; what is still unknown then is refused. So many wait at most, and for so long: to those past it nobody can tell.
 *
 * <p>Whoever sends random names of keys makes the gateway fetch once in a pause, and no more.
 */
final class PublishedKeys implements TokenKeys {

    /** So many bytes of tokens wait for a fetch at a time, with what each costs besides. */
    static final int MAX_WAITING_BYTES = 4 * 1024 * 1024;

    private static final int COST_BYTES = 1_024;

    /** So long a token waits: a little less than clients are given to open their session. */
    static final long PATIENCE_MILLIS = 8_000;

    private static final long SOONEST_RETRY_MILLIS = 1_000;

    // Any thread.
    private final JwksSettings settings;
    private final KeySetSource source;
    private final Timer timer;
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private volatile @Nullable Kept kept;

    // The timer's thread.
    private final KeySetNews news;
    private final FetchPlan plan;
    private final Set<Waiting> waiting = new LinkedHashSet<>();

    private volatile Fetches fetches = new Fetches(0, 0, 0);

    /** How many fetches there were. */
    record Fetches(long begun, long succeeded, long failed) {

        boolean isOneUnderWay() {
            return begun > succeeded + failed;
        }
    }

    /** The set that serves. */
    private record Kept(KeySet keys, long fetchedMillis) {}

    /** A token that no key has judged; {@code begun} is how many fetches had begun when it came. Equal to itself only. */
    private static final class Waiting {
        final SignedToken token;
        final Consumer<Finding> finding;
        final long begun;

        Waiting(SignedToken token, Consumer<Finding> finding, long begun) {
            this.token = token;
            this.finding = finding;
            this.begun = begun;
        }
    }

    PublishedKeys(JwksSettings settings, Timer timer) {
        this.settings = settings;
        this.timer = timer;
        this.source = new KeySetSource(settings);
        this.news = new KeySetNews(settings);
        this.plan = new FetchPlan(settings, timer.millis());
    }

    @Override
    public void start() {
        timer.execute(this::wake);
    }

    /** How many fetches there were until now. */
    Fetches fetches() {
        return fetches;
    }

    @Override
    public void check(SignedToken token, Consumer<Finding> finding) {
        Finding known = judge(token);
        if (known instanceof Finding.Unknown) {
            await(token, finding);
        } else {
            finding.accept(known);
        }
    }

    private Finding judge(SignedToken token) {
        Kept serving = kept;
        return serving == null || isTooOld(serving)
                ? new Finding.Unknown("the issuer's keys are not known yet")
                : serving.keys().judge(token);
    }

    private boolean isTooOld(Kept serving) {
        return timer.millis() - serving.fetchedMillis() > settings.keep().toMillis();
    }

    // ---- Waiting

    private void await(SignedToken token, Consumer<Finding> finding) {
        int bytes = COST_BYTES + token.length();
        if (waitingBytes.addAndGet(bytes) > MAX_WAITING_BYTES) {
            waitingBytes.addAndGet(-bytes);
            finding.accept(unavailable(
                    "too many tokens wait for the issuer's key set",
                    settings.pause().toMillis()));
            return;
        }
        timer.execute(() -> queue(token, found -> {
            waitingBytes.addAndGet(-bytes);
            finding.accept(found);
        }));
    }

    private void queue(SignedToken token, Consumer<Finding> finding) {
        long now = timer.millis();
        Finding known = judge(token);
        long patience = plan.isUnderWay() ? 0 : plan.soonest(now) - now;
        if (!(known instanceof Finding.Unknown)) {
            finding.accept(known);
        } else if (patience > PATIENCE_MILLIS) {
            finding.accept(
                    unavailable("its key is unknown here, and the issuer's key set was fetched just now", patience));
        } else {
            Waiting one = new Waiting(token, finding, plan.begun());
            waiting.add(one);
            timer.after(PATIENCE_MILLIS, () -> answer(one, cannotTell()));
            plan.ask(now);
            arrange();
        }
    }

    private void answer(Waiting one, Finding finding) {
        if (waiting.remove(one)) {
            one.finding.accept(finding);
        }
    }

    private Finding cannotTell() {
        long now = timer.millis();
        return unavailable(
                plan.isFailing() || kept == null
                        ? "the issuer's key set cannot be fetched now"
                        : "the issuer's key set was not fetched in time",
                Math.max(plan.due() == Long.MAX_VALUE ? 0 : plan.due() - now, plan.soonest(now) - now));
    }

    private static Finding unavailable(String why, long retryAfterMillis) {
        return new Finding.Refused(new AuthOutcome.Unavailable(
                "the token cannot be checked: " + why + "; come back with the same one",
                Math.max(SOONEST_RETRY_MILLIS, retryAfterMillis)));
    }

    // ---- Fetching

    private void arrange() {
        long due = plan.due();
        if (due != Long.MAX_VALUE) {
            timer.after(Math.max(0, due - timer.millis()), this::wake);
        }
    }

    private void wake() {
        long now = timer.millis();
        if (plan.isDue(now)) {
            plan.begin(now);
            long number = plan.begun();
            fetches = new Fetches(number, fetches.succeeded(), fetches.failed());
            CompletableFuture<KeySet> unused =
                    source.fetch().whenComplete((set, failure) -> timer.execute(() -> ended(set, failure, number)));
        }
    }

    private void ended(KeySet set, @Nullable Throwable failure, long number) {
        if (failure == null) {
            fetched(set, number);
        } else {
            failed(failure);
        }
        arrange();
    }

    /** A set that was asked for before a token came may be older than the token's key. */
    private void fetched(KeySet set, long number) {
        kept = new Kept(set, timer.millis());
        fetches = new Fetches(number, fetches.succeeded() + 1, fetches.failed());
        plan.succeeded(timer.millis());
        news.fetched(set);
        for (Waiting one : List.copyOf(waiting)) {
            Finding finding = set.judge(one.token);
            if (!(finding instanceof Finding.Unknown) || one.begun < number) {
                answer(one, finding);
            } else {
                plan.ask(timer.millis());
            }
        }
    }

    private void failed(Throwable failure) {
        fetches = new Fetches(fetches.begun(), fetches.succeeded(), fetches.failed() + 1);
        plan.failed(timer.millis());
        Kept serving = kept;
        news.failed(failure, serving != null && !isTooOld(serving));
        new ArrayList<>(waiting).forEach(one -> answer(one, cannotTell()));
    }

    @Override
    public void close() {
        timer.close();
    }
}
