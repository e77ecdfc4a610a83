package io.fairlead.transport.tls;

import io.fairlead.metrics.Meters;
import io.fairlead.pem.CertificateFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of all listeners, and the thread that watches its files. By looking, not by being told: what the system tells of
 * files does not come from every kind of file system, and is of folders that Kubernetes replaces. Any thread.
 */
public final class TlsEndpoints implements AutoCloseable {

    /** A change is in use within two of these. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Meters meters;
    private final List<TlsEndpoint> all = new ArrayList<>();
    private final List<WatchedEndpoint> watched = new ArrayList<>();
    private @Nullable ScheduledExecutorService watch;

    /** None yet. */
    public TlsEndpoints(Meters meters) {
        this.meters = meters;
    }

    /**
     * Adds the TLS of a listener, before the watch begins. Reads its files, and blocks for it.
     *
     * @param listener what it is called in log lines and metrics
     * @param tls null for none
     * @return null where there is none
     * @throws IOException if a file cannot be used, with a sentence that names it
     */
    public @Nullable TlsEndpoint add(String listener, @Nullable ListenerTls tls, Protocol protocol) throws IOException {
        if (tls == null) {
            return null;
        }
        if (all.isEmpty()) {
            TlsLibrary.tell();
        }
        TlsEndpoint endpoint = endpoint(listener, tls, protocol);
        all.add(endpoint);
        watched.add(new WatchedEndpoint(endpoint, counted(listener)));
        List<CertificateFiles> certificates = tls.certificates();
        for (int i = 0; i < certificates.size(); i++) {
            int index = i;
            String file = certificates.get(i).certificates().toString();
            meters.certificateEnd(listener, file, () -> secondsLeft(endpoint, index));
        }
        return endpoint;
    }

    private static TlsEndpoint endpoint(String listener, ListenerTls tls, Protocol protocol) throws IOException {
        try {
            return TlsEndpoint.of(listener, tls, protocol);
        } catch (IllegalArgumentException e) {
            throw new IOException("TLS of listener " + listener + ": " + e.getMessage(), e);
        }
    }

    private WatchedEndpoint.Reloads counted(String listener) {
        return new WatchedEndpoint.Reloads() {
            @Override
            public void taken() {
                meters.certificateReload(listener, true);
            }

            @Override
            public void refused() {
                meters.certificateReload(listener, false);
            }
        };
    }

    private static double secondsLeft(TlsEndpoint endpoint, int index) {
        var certificates = endpoint.certificates();
        return index < certificates.size()
                ? Duration.between(Instant.now(), certificates.get(index).ends())
                        .toSeconds()
                : Double.NaN;
    }

    /** Begins to watch the files, if there are any. */
    public void watch() {
        if (!all.isEmpty()) {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(TlsEndpoints::thread);
            watch = executor;
            var unused = executor.scheduleWithFixedDelay(
                    () -> watched.forEach(WatchedEndpoint::look),
                    LOOK.toMillis(),
                    LOOK.toMillis(),
                    TimeUnit.MILLISECONDS);
            Objects.requireNonNull(unused);
        }
    }

    /** Reads all files again, soon, whether they have changed or not. */
    public void reload() {
        ScheduledExecutorService executor = watch;
        try {
            if (executor != null) {
                executor.execute(() -> watched.forEach(WatchedEndpoint::take));
            }
        } catch (RejectedExecutionException ended) {
            return; // the gateway goes down
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "fairlead-certificates");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the watch, and takes no more connections; those there are live on. */
    @Override
    public void close() {
        if (watch != null) {
            watch.shutdownNow();
        }
        all.forEach(TlsEndpoint::close);
    }
}
