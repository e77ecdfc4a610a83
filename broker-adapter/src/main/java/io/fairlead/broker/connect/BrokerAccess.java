package io.fairlead.broker.connect;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all links to one broker share: its settings, what TLS is made of, the connect budget, the version that was
 * found out, and a thread for names to be resolved on and files to be read, so that no link's loop waits for a name server or a disk. Thread-safe.
 */
public final class BrokerAccess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerAccess.class);

    private static final int CONNECTS_AT_ONCE = 10;

    private final BrokerSettings settings;
    private final @Nullable BrokerTls tls;
    private final ConnectBudget budget;
    private final AtomicReference<@Nullable MqttVersion> agreed = new AtomicReference<>();
    private final AtomicBoolean shorterSessions = new AtomicBoolean();
    private final ExecutorService resolver = Executors.newSingleThreadExecutor(BrokerAccess::resolverThread);

    /** @throws IllegalArgumentException with a sentence, if certificates are needed and cannot be read */
    public BrokerAccess(BrokerSettings settings) {
        this.settings = settings;
        boolean encrypted = settings.addresses().stream()
                .anyMatch(address -> address.scheme().tls());
        this.tls = encrypted ? new BrokerTls(settings.tls()) : null;
        this.budget = new ConnectBudget(settings.connectsPerSecond(), CONNECTS_AT_ONCE);
    }

    private static Thread resolverThread(Runnable task) {
        Thread thread = new Thread(task, "broker-names");
        thread.setDaemon(true);
        return thread;
    }

    public BrokerSettings settings() {
        return settings;
    }

    /** What TLS is made of; null if no address needs it. */
    public @Nullable BrokerTls tls() {
        return tls;
    }

    /** A plan for one link. */
    public ConnectPlan plan() {
        return new ConnectPlan(settings, agreed);
    }

    /** How long an attempt that is to be made now has to wait for its turn, in nanoseconds. */
    public long takeTurn() {
        return budget.take(System.nanoTime());
    }

    /** The same for who would not wait longer than {@code most}: -1, and no turn is taken, if it is further away. */
    public long takeTurn(Duration most) {
        return budget.take(System.nanoTime(), most.toNanos());
    }

    /**
     * Resolves an address on another thread, where files for TLS that have changed are read too; fails with {@link
     * UnknownHostException}.
     */
    public CompletableFuture<InetSocketAddress> resolve(BrokerAddress address) {
        try {
            return CompletableFuture.supplyAsync(() -> prepare(address), resolver);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private InetSocketAddress prepare(BrokerAddress address) {
        if (tls != null && address.scheme().tls()) {
            tls.refresh();
        }
        return lookUp(address);
    }

    private static InetSocketAddress lookUp(BrokerAddress address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * A broker has said how long it keeps the session of a link, in seconds; where that is less than was asked for, it is
     * logged once. Returns whether it was.
     */
    public boolean sessionsAreKept(long asked, long kept) {
        boolean told = kept < asked && shorterSessions.compareAndSet(false, true);
        if (told) {
            log.warn(
                    "the broker keeps sessions for {} s, not for the {} s that are asked for: what comes for a client that is"
                            + " away longer is lost, and nobody is told. Raise the broker's limit of the session expiry, or"
                            + " give durable routes a shorter expiry",
                    kept,
                    asked);
        }
        return told;
    }

    /** Ends the thread that resolves names. */
    @Override
    public void close() {
        resolver.shutdown();
    }
}
