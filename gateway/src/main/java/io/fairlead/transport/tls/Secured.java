package io.fairlead.transport.tls;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of a TLS handshake: one of the two, once, on the connection's loop. */
public interface Secured {

    /**
     * What comes from now on is plain, and what is written is encrypted.
     *
     * @param certificate what the client proved to own; null if it showed none
     */
    void admit(@Nullable X509Certificate certificate);

    /** There is no TLS with this client, and its connection is of no more use; {@code why} is said of "it". */
    void refuse(String why);
}
