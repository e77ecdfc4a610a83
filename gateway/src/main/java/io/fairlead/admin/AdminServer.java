package io.fairlead.admin;

import io.fairlead.transport.http.TextServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The admin listener: {@code GET /livez} and {@code GET /readyz}, on threads of its own, so that it answers while the node's
 * loops are busy and while the node goes down.
 */
public final class AdminServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long ASK_SECONDS = 1;
    private static final String THREADS = "fairlead-admin";

    private final TextServer server;
    private final ScheduledExecutorService watch;

    private AdminServer(TextServer server, ScheduledExecutorService watch) {
        this.server = server;
        this.watch = watch;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param loops the node's event loops, which are to answer within 10 s
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static AdminServer start(String host, int port, NodeState node, List<? extends Executor> loops)
            throws IOException {
        LoopWatch watched = new LoopWatch(loops, PATIENCE, System::nanoTime);
        TextServer server = TextServer.start(host, port, THREADS, new Health(node, watched)::answer);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(AdminServer::thread);
        var unused = watch.scheduleAtFixedRate(watched::ask, 0, ASK_SECONDS, TimeUnit.SECONDS);
        Objects.requireNonNull(unused);
        return new AdminServer(server, watch);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, THREADS + "-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Stops answering. */
    @Override
    public void close() {
        watch.shutdownNow();
        server.close();
    }
}
