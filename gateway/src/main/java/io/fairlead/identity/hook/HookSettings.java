package io.fairlead.identity.hook;

import io.fairlead.identity.Decision;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hook is asked, and what about.
 *
 * @param url where questions are sent by POST
 * @param decides what it is asked about; not empty
 * @param timeout how long a question may take, the time it waits for its turn included
 * @param cache how long answers hold
 * @param inFlight how many questions may be under way at a time
 * @param waiting how many more may wait for their turn
 * @param failure what counts while the hook cannot be asked
 * @param secret what the hook knows the gateway by; null for nothing
 * @param trusted certificates to trust, as PEM; null for those that Java trusts
 */
public record HookSettings(
        URI url,
        Set<Decision> decides,
        Duration timeout,
        Cache cache,
        int inFlight,
        int waiting,
        Failure failure,
        @Nullable String secret,
        @Nullable String trusted) {

    /** The longest that an answer holds, whatever the hook says. */
    public static final Duration LONGEST_CACHE = Duration.ofDays(1);

    /** Settings for which nothing was configured but where the hook is, and what it decides. */
    public static HookSettings of(URI url, Set<Decision> decides) {
        return new HookSettings(
                url, decides, Duration.ofSeconds(2), Cache.DEFAULT, 64, 1_000, Failure.CLOSED, null, null);
    }

    /** What counts while the hook cannot be asked: it is away, too slow, or answers what nobody understands. */
    public enum Failure {
        /** Nobody is let in, and what would be asked about is refused. */
        CLOSED,
        /** The topic map alone decides; who would be asked about comes in as an anonymous client, where those are let in. */
        OPEN
    }

    /**
     * How long answers hold that do not say so themselves.
     *
     * @param entries how many answers are kept; 0 for none
     * @param allowed how long a yes holds
     * @param denied how long a no holds
     */
    public record Cache(int entries, Duration allowed, Duration denied) {

        /** What counts where nothing was configured. */
        public static final Cache DEFAULT = new Cache(10_000, Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    /** Leaves the secret out, and all of the URL that might hold one. */
    @Override
    public String toString() {
        return "HookSettings[" + url.getScheme() + "://" + url.getHost() + ", decides=" + decides + ", failure="
                + failure + "]";
    }
}
