package io.fairlead.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.util.stream.Stream;

/** What TLS is tested with: all that there is here. */
final class Providers {

    private Providers() {}

    static Stream<SslProvider> all() {
        return OpenSsl.isAvailable()
                ? Stream.of(SslProvider.JDK, SslProvider.OPENSSL_REFCNT)
                : Stream.of(SslProvider.JDK);
    }
}
