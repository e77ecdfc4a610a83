package io.fairlead.shares;

import io.fairlead.metrics.Meters;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who has how much of the node. Every connection has a {@link Visit}, from {@link #arrive} to {@link Visit#end}. Any thread;
 * what all connections share are a few counters, and addresses are kept in stripes.
 *
 * <p>An address that has too much is cut off where it is accepted, before it costs a handshake; a few of its connections are
 * let in, only to be told why.
 */
public final class Shares {

    /** Of how many addresses without a connection it is known how often they came lately. */
    private static final int MOST_ADDRESSES = 100_000;

    /** How many connections the node has beyond all its limits, only to tell them so. */
    private static final int MOST_TOLD = 128;

    /** A connection may need another one, to the broker. */
    private static final int FILES_EACH = 2;

    /** Being cut off costs about so much of what being accepted does. */
    private static final double COST_OF_CUTTING = 0.1;

    /** Limits nobody. */
    static final Shares FREE =
            new Shares(ShareSettings.NONE, 1, address -> true, System::nanoTime, Meters.inMemory(1), ban -> {});

    private final ShareSettings settings;
    private final Predicate<SocketAddress> exempt;
    private final LongSupplier nanoTime;
    private final Turnaways turnaways;
    private final Bans bans;
    private final Ledger<Source, Account> addresses;
    private final Users users;
    private final Bucket connects;
    private final List<Lobby> lobbies;
    private final Map<Limit, LongAdder> limited = new EnumMap<>(Limit.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger spareFiles = new AtomicInteger(Integer.MAX_VALUE);
    private final LongAdder silent = new LongAdder();
    private final MemoryMarks memory;

    /**
     * Shares out a node.
     *
     * @param settings with nothing left to the machine
     * @param loops how many event loops its connections live on
     * @param exempt whose connections are not counted by their address
     * @param nanoTime what time it is, as {@link System#nanoTime}
     * @param banned told of each ban
     */
    public Shares(
            ShareSettings settings,
            int loops,
            Predicate<SocketAddress> exempt,
            LongSupplier nanoTime,
            Meters meters,
            Consumer<Ban> banned) {
        this.settings = settings;
        this.exempt = exempt;
        this.nanoTime = nanoTime;
        this.turnaways =
                new Turnaways(settings, bound -> ThreadLocalRandom.current().nextLong(bound));
        this.bans = new Bans(settings.bans(), banned);
        this.addresses = new Ledger<>(MOST_ADDRESSES, this::blank, Account::isInUse);
        this.users = new Users(settings.connectionsPerUser());
        this.connects = new Bucket(
                Math.max(1, settings.connectsPerSecond()),
                Math.max(1, settings.connectsPerSecond()),
                nanoTime.getAsLong());
        int mostSilent = (settings.mostUnauthenticated() - 1) / loops + 1;
        this.lobbies = IntStream.range(0, loops)
                .mapToObj(i -> new Lobby(this, mostSilent))
                .toList();
        this.memory = new MemoryMarks(settings.outboundBytes());
        for (Limit limit : Limit.values()) {
            limited.put(limit, meters.limit(limit.key()));
        }
        meters.shares(connections::get, silent::sum, () -> bans().size(), memory::waiting);
    }

    private Account blank() {
        return new Account(
                new Bucket(settings.connectsPerSecondPerAddress(), settings.burstPerAddress(), nanoTime.getAsLong()));
    }

    // ---- Connections

    /** The visits of the loop with this number. */
    public Lobby lobby(int loop) {
        return lobbies.get(loop);
    }

    /**
     * A connection was accepted.
     *
     * @param address the other end of its socket
     * @param proxy whether that is a trusted proxy, which says where the client comes from
     * @return its hold on the node, perhaps only to be told that it is not taken; null if it is to be cut off at once
     */
    public @Nullable Visit arrive(SocketAddress address, boolean proxy) {
        long now = nanoTime.getAsLong();
        boolean free = exempt.test(address);
        Source source = proxy || free ? null : Source.of(address);
        Visit visit = new Visit(this, proxy);
        Turnaway why = full();
        if (why == null && source != null) {
            why = enter(visit, source, now);
        }
        boolean stays = why == null || isToBeTold(visit, source, why, now);
        pay(free ? 0 : stays ? 1 : COST_OF_CUTTING, now);
        if (stays) {
            connections.incrementAndGet();
            spareFiles.addAndGet(-FILES_EACH);
        }
        return stays ? visit : null;
    }

    /** Why nobody is taken now; null if some are. */
    private @Nullable Turnaway full() {
        boolean noRoom = settings.connections() > 0 && connections.get() - told.get() >= settings.connections();
        if (noRoom || spareFiles.get() <= 0) {
            return turnaway(Limit.CONNECTIONS);
        }
        return memory.isFull() ? turnaway(Limit.OUTBOUND) : null;
    }

    /** Takes a place among those of its address; or returns why there is none. */
    private @Nullable Turnaway enter(Visit visit, Source source, long now) {
        long ban = bans.nanosLeft(source, now);
        if (ban > 0) {
            return turnaways.of(Limit.BAN, ban);
        }
        Account.Entry entry = addresses.with(source, account -> account.enter(settings, now));
        if (entry == Account.Entry.TAKEN) {
            visit.holds(source, Visit.Hold.TAKEN);
            return null;
        }
        return entry == Account.Entry.TOO_MANY ? turnaway(Limit.ADDRESS) : tooOften(source, now);
    }

    private Turnaway tooOften(Source source, long now) {
        note(source, null, Violation.FLAPPING);
        return turnaways.of(Limit.ADDRESS_RATE, addresses.with(source, account -> account.nanosUntilNext(now)));
    }

    /** Whether a connection that is not taken may stay to hear why. */
    private boolean isToBeTold(Visit visit, @Nullable Source source, Turnaway why, long now) {
        count(why.limit());
        if (why.limit() == Limit.ADDRESS_RATE || told.get() >= MOST_TOLD) {
            return false;
        }
        if (source != null) {
            Account.Entry entry = addresses.with(source, account -> account.enterToBeTold(settings, now));
            if (entry == Account.Entry.TOO_OFTEN) {
                note(source, null, Violation.FLAPPING);
            }
            if (entry != Account.Entry.TAKEN) {
                return false;
            }
        }
        told.incrementAndGet();
        visit.holds(source, Visit.Hold.TOLD);
        visit.turnAway(why);
        return true;
    }

    /** A trusted proxy has said where a connection comes from. */
    void learn(Visit visit, SocketAddress address) {
        Source source = exempt.test(address) ? null : Source.of(address);
        Turnaway why = source == null ? null : enter(visit, source, nanoTime.getAsLong());
        if (why != null) {
            count(why.limit());
            visit.turnAway(why);
        }
    }

    void leave(@Nullable Source source, Visit.Hold hold, @Nullable String user) {
        connections.decrementAndGet();
        if (hold == Visit.Hold.TOLD) {
            told.decrementAndGet();
        }
        if (source != null) {
            long now = nanoTime.getAsLong();
            addresses.ifKnown(source, account -> account.leave(hold) && account.isBlank(now));
        }
        if (user != null) {
            users.leave(user);
        }
    }

    // ---- Users

    @Nullable
    Turnaway admit(String user, boolean takesOver) {
        Turnaway why = null;
        long ban = bans.nanosLeft(new Offender.User(user), nanoTime.getAsLong());
        if (ban > 0) {
            why = turnaways.of(Limit.BAN, ban);
        } else if (!users.enter(user, takesOver)) {
            why = turnaway(Limit.USER);
        }
        if (why != null) {
            count(why.limit());
        }
        return why;
    }

    /** One more, or one less, of an address's connections is of a user whose credentials held. */
    void verified(@Nullable Source source, int change) {
        if (source != null) {
            addresses.ifKnown(source, account -> account.verified(change));
        }
    }

    // ---- Misbehaviour

    void note(@Nullable Source source, @Nullable String user, Violation violation) {
        long now = nanoTime.getAsLong();
        if (source != null) {
            bans.note(source, violation, addresses.with(source, Account::share), now);
        }
        if (user != null) {
            bans.note(new Offender.User(user), violation, 1, now);
        }
    }

    /** The bans in force, those first that last longest. */
    public List<Ban> bans() {
        return bans.list(nanoTime.getAsLong());
    }

    /**
     * Ends a ban.
     *
     * @param who as {@link Ban#who} names it
     * @return whether there was one
     */
    public boolean lift(String who) {
        return bans.lift(who, nanoTime.getAsLong());
    }

    // ---- How fast

    private void pay(double cost, long now) {
        synchronized (connects) {
            connects.owe(cost, now);
        }
    }

    /** How long to wait before more connections are accepted; they wait in the system's queue meanwhile. */
    public Duration pause() {
        if (settings.connectsPerSecond() == 0) {
            return Duration.ZERO;
        }
        long nanos;
        synchronized (connects) {
            nanos = connects.nanosUntilOne(nanoTime.getAsLong());
        }
        if (nanos > 0) {
            count(Limit.CONNECT_RATE);
        }
        return Duration.ofNanos(nanos);
    }

    // ---- What the machine has

    /** Says how many files may still be opened before there is none left for anything else. */
    public void spareFiles(int files) {
        spareFiles.set(files);
    }

    /** What waits for all clients. */
    public MemoryMarks memory() {
        return memory;
    }

    /** Whether it takes connections, as far as that is the node's own affair. */
    public boolean isFull() {
        return full() != null;
    }

    // ---- Within the package

    ShareSettings settings() {
        return settings;
    }

    Turnaway turnaway(Limit limit) {
        return turnaways.of(limit);
    }

    void silent(int change) {
        silent.add(change);
    }

    void count(Limit limit) {
        LongAdder counter = limited.get(limit);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Of how many addresses something is known. */
    int knownAddresses() {
        return addresses.size();
    }
}
