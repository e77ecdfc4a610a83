package io.fairlead.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What does the cryptography of connections: OpenSSL, or rather BoringSSL, where its library loads, and Java elsewhere. */
final class TlsLibrary {

    private static final Logger log = LoggerFactory.getLogger(TlsLibrary.class);

    private TlsLibrary() {}

    /** The one for this process. */
    static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    /** Writes a line that says which it is. */
    static void tell() {
        if (OpenSsl.isAvailable()) {
            log.info("TLS is done by {}", OpenSsl.versionString());
        } else {
            log.info("TLS is done by Java {}: OpenSSL is not to be had ({})", Runtime.version(), why());
        }
    }

    private static String why() {
        Throwable cause = OpenSsl.unavailabilityCause();
        return cause == null ? "it is not wanted" : String.valueOf(cause.getMessage());
    }
}
