package io.fairlead.admin;

import io.fairlead.bridge.RevocationDesk;
import io.fairlead.transport.api.ApiServer;
import io.fairlead.transport.tls.TlsEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener: the node's health, what it counts and what is revoked, on threads of its own, so that it answers while
 * the node's loops are busy and while the node goes down.
 */
public final class AdminServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long ASK_SECONDS = 1;
    private static final String THREADS = "fairlead-admin";

    private final ApiServer server;
    private final ScheduledExecutorService watch;

    private AdminServer(ApiServer server, ScheduledExecutorService watch) {
        this.server = server;
        this.watch = watch;
    }

    /**
     * Listens.
     *
     * @param tls what connections are secured with, and closed by the caller; null for none
     * @param loops the node's event loops, which are to answer within 10 s
     * @param metrics says what the node counts, in the text format of Prometheus
     * @param desk where credentials are revoked
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static AdminServer start(
            AdminSettings settings,
            @Nullable TlsEndpoint tls,
            NodeState node,
            List<? extends Executor> loops,
            Supplier<String> metrics,
            RevocationDesk desk)
            throws IOException {
        LoopWatch watched = new LoopWatch(loops, PATIENCE, System::nanoTime);
        RevocationsApi revocations = new RevocationsApi(desk.known(), desk::say);
        AdminApi api = new AdminApi(new Health(node, watched), new Access(settings.token()), metrics, revocations);
        ApiServer server = ApiServer.start(settings.host(), settings.port(), THREADS, tls, api);
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
