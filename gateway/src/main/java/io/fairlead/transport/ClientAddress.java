package io.fairlead.transport;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the client of a connection comes from: as trusted proxies tell it, else the other end of the socket. */
public final class ClientAddress {
    private static final AttributeKey<SocketAddress> TOLD = AttributeKey.valueOf(ClientAddress.class, "told");
    private static final SocketAddress UNKNOWN = new InetSocketAddress(0);

    private ClientAddress() {}

    /** The address, for log lines and for the session. */
    public static SocketAddress of(Channel channel) {
        SocketAddress told = channel.hasAttr(TOLD) ? channel.attr(TOLD).get() : null;
        @Nullable SocketAddress known = told == null ? channel.remoteAddress() : told;
        return Objects.requireNonNullElse(known, UNKNOWN);
    }

    /** Takes a trusted proxy's word. */
    public static void set(Channel channel, SocketAddress told) {
        if (!told.equals(channel.remoteAddress())) {
            channel.attr(TOLD).set(told);
        }
    }
}
