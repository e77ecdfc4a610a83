package io.fairlead.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import io.fairlead.bridge.NodeLoop;
import io.fairlead.shares.Lobby;
import io.fairlead.shares.Shares;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, several times a second and on a thread of its own, how much waits for all clients and how many files are open, and
 * does what is to be done about it before it hurts.
 */
public final class ShareWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ShareWatch.class);

    /** Files that are not for clients: jars, the log, links to the broker, calls out. */
    private static final int RESERVED_FILES = 256;

    private static final long MEMORY_MILLIS = 250;
    private static final long FILES_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = 5_000;

    private final Shares shares;
    private final List<NodeLoop> loops;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(ShareWatch::thread);

    private ShareWatch(Shares shares, List<NodeLoop> loops) {
        this.shares = shares;
        this.loops = loops;
    }

    /** Begins to look. */
    public static ShareWatch start(Shares shares, List<NodeLoop> loops) {
        ShareWatch started = new ShareWatch(shares, loops);
        started.repeat(started::lookAtMemory, MEMORY_MILLIS);
        started.repeat(started::lookAtFiles, FILES_MILLIS);
        return started;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "fairlead-shares");
        thread.setDaemon(true);
        return thread;
    }

    private void repeat(Runnable look, long millis) {
        var unused = watch.scheduleWithFixedDelay(() -> contained(look), 0, millis, TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    private static void contained(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            log.error("the gateway failed to look at what its clients take", e);
        }
    }

    // ---- Files

    /** How many connections of clients the process has files for; 0 where the system does not say. */
    public static int connectionsThatFilesAllow() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? clamp(Math.max(1, system.getMaxFileDescriptorCount() - RESERVED_FILES))
                : 0;
    }

    private void lookAtFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long spare = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - RESERVED_FILES;
            shares.spareFiles(clamp(spare));
        }
    }

    private static int clamp(long count) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, count));
    }

    // ---- Memory

    private void lookAtMemory() {
        long used = usedBytes();
        if (!shares.memory().isWorthCounting(used)) {
            shares.memory().look(0, used);
            return;
        }
        long[] parts = loops.stream()
                .map(this::waitingBytes)
                .mapToLong(ShareWatch::await)
                .toArray();
        long waiting = 0;
        for (long part : parts) {
            waiting += part;
        }
        long excess = shares.memory().look(waiting, used);
        for (int i = 0; excess > 0 && i < parts.length; i++) {
            relieve(loops.get(i), (long) Math.ceil((double) excess * (double) parts[i] / (double) waiting));
        }
    }

    private CompletableFuture<Long> waitingBytes(NodeLoop loop) {
        Lobby lobby = shares.lobby(loop.index());
        return CompletableFuture.supplyAsync(lobby::waitingBytes, loop.eventLoop());
    }

    /** A loop that does not answer is as good as one for whose clients nothing waits: it is looked at again soon. */
    private static long await(CompletableFuture<Long> part) {
        try {
            return part.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void relieve(NodeLoop loop, long bytes) {
        if (bytes > 0) {
            log.warn(
                    "{} bytes wait for slow clients of loop {} beyond limits.outboundBytes;"
                            + " those for whom most waits are closed",
                    bytes,
                    loop.index());
            loop.eventLoop().execute(() -> shares.lobby(loop.index()).relieve(bytes));
        }
    }

    /** What all buffers of the process take, wherever they are. */
    private static long usedBytes() {
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider known) {
            ByteBufAllocatorMetric metric = known.metric();
            return metric.usedDirectMemory() + metric.usedHeapMemory();
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
