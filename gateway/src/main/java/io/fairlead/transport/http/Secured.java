package io.fairlead.transport.http;

import io.fairlead.transport.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/** Whether a client came by TLS: to the listener itself, or to a proxy whose word is taken. */
final class Secured {
    private static final String FORWARDED_PROTO = "x-forwarded-proto";
    private static final String FORWARDED = "forwarded";

    private final TrustedProxies proxies;

    Secured(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    static boolean isByTls(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** Whether it is certain. The nearest proxy's word counts, which stands last. */
    boolean is(Channel channel, HttpHeaders headers) {
        return isByTls(channel) || (proxies.trusts(channel.remoteAddress()) && isTold(headers));
    }

    private static boolean isTold(HttpHeaders headers) {
        List<String> list = ForwardedFor.list(headers.getAll(FORWARDED_PROTO));
        List<String> forwarded = ForwardedFor.forwarded(headers.getAll(FORWARDED), "proto");
        return isHttps(list) || isHttps(forwarded);
    }

    private static boolean isHttps(List<String> hops) {
        return !hops.isEmpty() && hops.get(hops.size() - 1).equalsIgnoreCase(Origin.HTTPS);
    }
}
