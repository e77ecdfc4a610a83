package io.fairlead.transport.tls;

import io.fairlead.pem.Certificates;
import io.fairlead.pem.OwnCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS of connections: 1.3 and 1.2, and of 1.2 only what keeps past conversations secret when the key is lost, and
 * what nobody alters unnoticed (RFC 9325, section 4.2).
 *
 * <p>A client that comes back within the hour resumes by a ticket, which the gateway does not keep. Tickets are sealed with
 * keys of the context: a new certificate, or new authorities, are met in full by everyone.
 */
final class TlsContexts {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final long RESUMED_WITHIN_SECONDS = 3_600;

    private final ListenerTls tls;
    private final Protocol protocol;
    private final SslProvider provider;
    private final X509Certificate @Nullable [] authorities;

    /**
     * What contexts of one listener have in common. Reads the authorities.
     *
     * @throws IllegalArgumentException if their file cannot be used, with a sentence that names it
     */
    TlsContexts(ListenerTls tls, Protocol protocol, SslProvider provider) {
        this.tls = tls;
        this.protocol = protocol;
        this.provider = provider;
        Path file = tls.clientAuthorities();
        this.authorities = file == null ? null : Certificates.read(file).toArray(X509Certificate[]::new);
    }

    /**
     * The context that shows this certificate, to be released.
     *
     * @throws IllegalArgumentException if it cannot be used, with a sentence that names its file
     */
    SslContext of(OwnCertificate certificate) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                    .sslProvider(provider)
                    .protocols(VERSIONS)
                    .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(alpn())
                    .sessionTimeout(RESUMED_WITHIN_SECONDS)
                    .clientAuth(tls.clients().asked());
            SslContext context = (authorities == null ? builder : builder.trustManager(authorities)).build();
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                sessions.setSessionCacheEnabled(false);
            }
            return context;
        } catch (SSLException e) {
            throw new IllegalArgumentException(certificate.files() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Who offers only something else is turned away before; this names what was chosen. */
    private ApplicationProtocolConfig alpn() {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                protocol.word());
    }
}
