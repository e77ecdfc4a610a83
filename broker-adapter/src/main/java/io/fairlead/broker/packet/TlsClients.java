package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.connect.BrokerTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** Makes the TLS of connections to the broker, of what is in use when each begins. Thread-safe. */
final class TlsClients {

    private final BrokerTls tls;
    private final boolean verifyHost;
    private volatile Made made;

    /** A context, and what it was made of. */
    private record Made(BrokerTls.Material of, SslContext context) {}

    /** @throws IllegalArgumentException with a sentence, if it cannot be set up */
    TlsClients(BrokerTls tls, boolean verifyHost) {
        this.tls = tls;
        this.verifyHost = verifyHost;
        this.made = make(tls.current());
    }

    /** TLS for one connection. */
    SslHandler handler(ByteBufAllocator allocator, BrokerAddress address) {
        Made last = made;
        if (!last.of.equals(tls.current())) {
            last = make(tls.current());
            made = last;
        }
        return last.context.newHandler(allocator, address.host(), address.port());
    }

    private Made make(BrokerTls.Material material) {
        try {
            return new Made(
                    material,
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(material.trusted())
                            .keyManager(material.own())
                            .endpointIdentificationAlgorithm(verifyHost ? "HTTPS" : null)
                            .build());
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS to the broker cannot be set up: " + e.getMessage(), e);
        }
    }
}
