package io.fairlead.identity;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client before its first packet.
 *
 * @param address where it comes from: as the proxies tell that are trusted, else the other end of the socket
 * @param listener the listener it came by, as log lines name it
 * @param certificate the certificate it proved to own, verified by the listener's authorities; null without TLS, or without one
 * @param token the token of its WebSocket handshake; null if it showed none
 */
public record Peer(
        SocketAddress address,
        String listener,
        @Nullable X509Certificate certificate,
        @Nullable String token) {

    /** Who it is as long as nobody knows more: the listener, and the address without the port, which a new try would change. */
    public String words() {
        String host = address instanceof InetSocketAddress internet ? internet.getHostString() : address.toString();
        return "listener " + listener + ": a client from " + host;
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return address + " by " + listener + (certificate == null ? "" : " with a certificate")
                + (token == null ? "" : " with a token");
    }
}
