package io.fairlead.transport.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request to the web listener, and one for the end of each WebSocket: {@code log.access}. Of a query only
 * what is known to be no secret is kept. Nothing that a client sends can end a line or begin another.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a listener that is added is all there is to know
final class AccessLog {
    /** The name of the log, by which it is turned on. */
    static final String NAME = "fairlead.access";

    private static final Logger log = LoggerFactory.getLogger(NAME);
    private static final int MOST_TEXT = 500;
    private static final int MOST_AGENT = 120;

    private AccessLog() {}

    /** A request was answered. */
    static void answered(SocketAddress client, WebRequest request, int status) {
        if (log.isInfoEnabled()) {
            String asked = line(request);
            String agent = clean(request.headers().get(HttpHeaderNames.USER_AGENT, "-"), MOST_AGENT);
            log.atInfo()
                    .addKeyValue("address", host(client))
                    .addKeyValue("request", asked)
                    .addKeyValue("status", status)
                    .addKeyValue("agent", agent)
                    .log("{} \"{}\" {} \"{}\"", host(client), asked, status, agent);
        }
    }

    /** What is no request was answered. */
    static void refused(SocketAddress client, int status) {
        if (log.isInfoEnabled()) {
            log.atInfo()
                    .addKeyValue("address", host(client))
                    .addKeyValue("status", status)
                    .log("{} \"-\" {} \"-\"", host(client), status);
        }
    }

    /** A request made the connection a WebSocket; its end gets a line of its own. */
    static void upgraded(SocketAddress client, WebRequest request, Channel channel) {
        if (log.isInfoEnabled()) {
            answered(client, request, 101);
            String path = clean(request.target().path(), MOST_TEXT);
            long since = System.nanoTime();
            channel.closeFuture().addListener(closed -> ended(client, path, System.nanoTime() - since));
        }
    }

    private static void ended(SocketAddress client, String path, long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        log.atInfo()
                .addKeyValue("address", host(client))
                .addKeyValue("ended", path)
                .addKeyValue("millis", millis)
                .log("{} \"{}\" ended after {} ms", host(client), path, millis);
    }

    private static String line(WebRequest request) {
        String query = Arrays.stream(request.target().query().split("&", -1))
                .map(AccessLog::withoutSecret)
                .collect(Collectors.joining("&"));
        String path = request.target().path() + (query.isEmpty() ? "" : "?" + query);
        return clean(request.method() + " " + path, MOST_TEXT);
    }

    /** Who names a parameter otherwise may have meant a token all the same: then nothing of it stays. */
    private static String withoutSecret(String parameter) {
        boolean known = parameter.startsWith("client=") || parameter.startsWith("channel=");
        if (known || parameter.isEmpty()) {
            return parameter;
        }
        return parameter.startsWith("access_token=") ? "access_token=-" : "-";
    }

    private static String host(SocketAddress client) {
        return client instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? inet.getAddress().getHostAddress()
                : "-";
    }

    /** In ASCII, with quotes and whatever is no plain character as an escape. */
    private static String clean(String text, int most) {
        StringBuilder clean = new StringBuilder();
        text.chars().limit(most).forEach(c -> {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                clean.append(String.format("\\u%04x", c));
            } else {
                clean.append((char) c);
            }
        });
        return text.length() > most ? clean.append('~').toString() : clean.toString();
    }
}
