package io.fairlead.rates;

import io.fairlead.session.RateSettings;
import io.fairlead.session.UserShare;
import io.fairlead.session.UserShares;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The shares of the users that are connected, each as long as one of its clients is. One that is not full when the last client
 * leaves stays until it is: who comes back is to find what it has left. Any thread; only coming and going meet in a lock, and
 * that of one user alone.
 */
public final class UserRates implements UserShares {

    /** How many comings lie between two looks at who is gone, so that those are bounded too. */
    private static final int SWEEP_EVERY = 256;

    private record Held(UserShare share, int clients) {}

    private final RateSettings.User limits;
    private final LongSupplier clock;
    private final ConcurrentMap<String, Held> users = new ConcurrentHashMap<>();
    private final AtomicInteger comings = new AtomicInteger();

    private UserRates(RateSettings.User limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * The shares under these limits; nothing is kept where there are none.
     *
     * @param clock milliseconds since 1970
     */
    public static UserShares of(RateSettings.User limits, LongSupplier clock) {
        return limits.isLimited() ? new UserRates(limits, clock) : UserShares.NONE;
    }

    @Override
    public UserShare enter(String user) {
        if (comings.incrementAndGet() % SWEEP_EVERY == 0) {
            sweep();
        }
        return users.merge(user, new Held(new UserShare(limits), 1), (held, fresh) -> and(held, 1))
                .share();
    }

    @Override
    public void leave(String user) {
        users.computeIfPresent(user, (name, held) -> keptIfNeeded(and(held, -1)));
    }

    private static Held and(Held held, int change) {
        return new Held(held.share(), held.clients() + change);
    }

    private @Nullable Held keptIfNeeded(Held held) {
        return held.clients() == 0 && held.share().isFull(clock.getAsLong()) ? null : held;
    }

    private void sweep() {
        users.keySet().forEach(user -> users.computeIfPresent(user, (name, held) -> keptIfNeeded(held)));
    }

    /** How many users are held. */
    int size() {
        return users.size();
    }
}
