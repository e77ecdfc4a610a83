package io.fairlead.transport.tls;

import io.fairlead.pem.OwnCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one listener, as it stands now. Its files may be read again at any time: connections that there are keep what
 * they have, and new ones get the new certificates. Any thread.
 */
public final class TlsEndpoint implements AutoCloseable {

    private final String listener;
    private final ListenerTls tls;
    private final Protocol protocol;
    private final SslProvider provider;
    private volatile @Nullable ServedCertificates served;

    private TlsEndpoint(String listener, ListenerTls tls, Protocol protocol, SslProvider provider) {
        this.listener = listener;
        this.tls = tls;
        this.protocol = protocol;
        this.provider = provider;
        this.served = ServedCertificates.read(tls, protocol, provider);
    }

    /**
     * The TLS of a listener. Reads its files, and blocks for it.
     *
     * @param listener what it is called in log lines and metrics
     * @throws IllegalArgumentException if a file cannot be used, with a sentence that names it
     */
    public static TlsEndpoint of(String listener, ListenerTls tls, Protocol protocol) {
        return of(listener, tls, protocol, TlsLibrary.provider());
    }

    static TlsEndpoint of(String listener, ListenerTls tls, Protocol protocol, SslProvider provider) {
        return new TlsEndpoint(listener, tls, protocol, provider);
    }

    /**
     * Makes a new connection speak TLS; what is added to its pipeline by {@code then} stands behind it. On its loop.
     *
     * @param patience how long the handshake may take, from now
     */
    public void secure(Channel channel, Duration patience, Secured then) {
        Handshaken handshaken = new Handshaken(then);
        channel.pipeline().addLast(new HelloHandler(this, handshaken, patience), handshaken);
    }

    /** TLS for one connection, with the certificate of the host that it asks for; null if the listener is closed. */
    @Nullable
    SslHandler handler(@Nullable String host, ByteBufAllocator allocator) {
        ServedCertificates now = acquire();
        if (now == null) {
            return null;
        }
        try {
            return now.contextFor(host).newHandler(allocator);
        } finally {
            now.release();
        }
    }

    /** What is served now, to be released; another one may take its place, and it be freed, at any moment. */
    private @Nullable ServedCertificates acquire() {
        ServedCertificates now = served;
        while (now != null && !now.retained()) {
            now = served;
        }
        return now;
    }

    /**
     * Reads the files again, and serves what they hold from now on. Blocks.
     *
     * @throws IllegalArgumentException if one cannot be used, with a sentence that names it; nothing changes then
     */
    synchronized void reload() {
        ServedCertificates old = served;
        if (old != null) {
            served = ServedCertificates.read(tls, protocol, provider);
            old.release();
        }
    }

    /** The certificates that are served now, in the order of the configuration; none once it is closed. */
    public List<OwnCertificate> certificates() {
        ServedCertificates now = served;
        return now == null ? List.of() : now.all();
    }

    String listener() {
        return listener;
    }

    Protocol protocol() {
        return protocol;
    }

    Set<Path> files() {
        return tls.files();
    }

    /** Takes no more connections; those there are live on. */
    @Override
    public synchronized void close() {
        ServedCertificates last = served;
        served = null;
        if (last != null) {
            last.release();
        }
    }
}
