package io.fairlead.transport.http;

import io.fairlead.transport.TrustedProxies;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the rightmost address that is no trusted proxy's, of those that {@code Forwarded} (RFC 7239)
 * or {@code X-Forwarded-For} list; both are read only if the socket's own other end is trusted. What stands further to the
 * left anybody may have written. Where the proxies name no address, or the two headers two different ones, the nearest proxy
 * that is known stands for the client: a client may hide behind it, and never pass for somebody else.
 */
final class ClientAddresses {
    private static final String X_FORWARDED_FOR = "x-forwarded-for";
    private static final String FORWARDED = "forwarded";

    /** An address with a port or without, IPv6 in brackets if there is one. */
    private static final Pattern NODE = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:]*))(?::(\\d{1,5}))?");

    private final TrustedProxies proxies;

    ClientAddresses(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** Never fails, whatever the headers hold. */
    SocketAddress of(SocketAddress socket, HttpHeaders headers) {
        if (!proxies.trusts(socket)) {
            return socket;
        }
        List<String> listed = headers.getAll(X_FORWARDED_FOR);
        List<String> forwarded = headers.getAll(FORWARDED);
        SocketAddress byList = rightmost(socket, ForwardedFor.list(listed));
        if (forwarded.isEmpty()) {
            return byList;
        }
        SocketAddress byForwarded = rightmost(socket, ForwardedFor.forwarded(forwarded));
        return listed.isEmpty() || sameHost(byList, byForwarded) ? byForwarded : socket;
    }

    private SocketAddress rightmost(SocketAddress socket, List<String> hops) {
        SocketAddress nearest = socket;
        for (int i = hops.size() - 1; i >= 0 && proxies.trusts(nearest); i--) {
            SocketAddress hop = address(hops.get(i));
            if (hop == null) {
                return nearest;
            }
            nearest = hop;
        }
        return nearest;
    }

    private static boolean sameHost(SocketAddress one, SocketAddress other) {
        return one instanceof InetSocketAddress first
                && other instanceof InetSocketAddress second
                && first.getAddress().equals(second.getAddress());
    }

    /** Null for {@code unknown}, a made-up name, and junk. */
    private static @Nullable SocketAddress address(String written) {
        if (NetUtil.isValidIpV6Address(written)) {
            return address(written, 0);
        }
        Matcher node = NODE.matcher(written);
        if (!node.matches()) {
            return null;
        }
        String host = node.group(1) == null ? node.group(2) : node.group(1);
        int port = node.group(3) == null ? 0 : Integer.parseInt(node.group(3));
        return host == null || port > 65_535 ? null : address(host, port);
    }

    private static @Nullable SocketAddress address(String host, int port) {
        byte[] bytes = host.indexOf('%') >= 0 ? null : NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException wrongLength) {
            return null;
        }
    }
}
