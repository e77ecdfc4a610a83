package io.fairlead.transport.http;

import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeLoop;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Listener;
import io.fairlead.transport.Reception;
import io.fairlead.transport.TlsEntrance;
import io.fairlead.transport.mqtt.MqttDoors;
import io.fairlead.transport.tls.TlsEndpoint;
import io.fairlead.transport.websocket.JsonSession;
import io.fairlead.transport.websocket.WebSocketDoor;
import io.fairlead.transport.websocket.WebSocketSession;
import io.fairlead.wire.json.JsonWebSocketFormat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web listener: {@code /ws}, {@code /mqtt} and static pages on one port. */
public final class WebServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 5;
    private static final long TURNED_AWAY_MILLIS = 5_000;

    private final List<NodeLoop> loops;
    private final List<WebDoor> doors;
    private final Listener listener;

    private WebServer(List<NodeLoop> loops, List<WebDoor> doors, Listener listener) {
        this.loops = loops;
        this.doors = doors;
        this.listener = listener;
    }

    /**
     * Listens, and opens a session of the node for every WebSocket.
     *
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static WebServer start(WebSettings settings, EventLoops loops, PageSource pages, Node node)
            throws IOException {
        return start(settings, loops, pages, node, null, Reception.OPEN, null);
    }

    /**
     * The same with a path for MQTT clients.
     *
     * @param mqtt takes them, and is closed by the caller; null for none
     * @param tls what connections are secured with, and closed by the caller; null for none
     * @param reception says which connections are taken
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static WebServer start(
            WebSettings settings,
            EventLoops loops,
            PageSource pages,
            Node node,
            @Nullable MqttDoors mqtt,
            Reception reception,
            @Nullable TlsEndpoint tls)
            throws IOException {
        return start(settings, loops, pages, JsonSession.factory(node, settings.maxBytes()), mqtt, reception, tls);
    }

    /**
     * Listens, and opens a session of whatever kind for every WebSocket.
     *
     * @param sessions makes the session behind each WebSocket, on its loop
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static WebServer start(
            WebSettings settings, EventLoops loops, PageSource pages, WebSocketSession.Factory sessions)
            throws IOException {
        return start(settings, loops, pages, sessions, null, Reception.OPEN, null);
    }

    static WebServer start(
            WebSettings settings,
            EventLoops loops,
            PageSource pages,
            WebSocketSession.Factory sessions,
            @Nullable MqttDoors mqtt,
            Reception reception,
            @Nullable TlsEndpoint tls)
            throws IOException {
        List<WebDoor> doors = loops.all().stream()
                .map(loop -> new WebDoor(settings, pages, socketDoor(settings, loop, sessions), upgrade(loop, mqtt)))
                .toList();
        TlsEntrance entrance = new TlsEntrance("web", tls, settings.http().requestTimeoutMillis());
        Listener listener = Listener.open(
                settings.host(),
                settings.port(),
                loops,
                reception.behind(settings.proxies()),
                (loop, channel) -> entrance.enter(channel, doors.get(loop.index())::open));
        return new WebServer(loops.all(), doors, listener);
    }

    private static @Nullable Upgrade upgrade(NodeLoop loop, @Nullable MqttDoors mqtt) {
        return mqtt == null ? null : new MqttUpgrade(mqtt.on(loop));
    }

    private static WebSocketDoor socketDoor(WebSettings settings, NodeLoop loop, WebSocketSession.Factory sessions) {
        return new WebSocketDoor(
                loop.eventLoop(),
                settings.maxBytes(),
                settings.pingMillis(),
                JsonWebSocketFormat.INSTANCE,
                JsonWebSocketFormat.INSTANCE::encode,
                sessions);
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Stops accepting, then closes every connection as {@code draining}. Not to be called on an event loop. */
    @Override
    public void close() {
        stopAccepting();
        closeConnections(WebServer::draining);
    }

    /** Stops accepting; connections live on, and those that come too late are told so. Not to be called on an event loop. */
    public void stopAccepting() {
        listener.close();
        for (NodeLoop loop : loops) {
            WebSocketDoor sockets = doors.get(loop.index()).sockets();
            loop.eventLoop().execute(() -> sockets.shut(WebServer::draining));
        }
    }

    /** Who is turned away comes back at a time of its own. */
    private static Effect.Close draining() {
        long retryAfter = ThreadLocalRandom.current().nextLong(TURNED_AWAY_MILLIS);
        return new Effect.Close(Reason.DRAINING, Reason.DRAINING.text(), retryAfter);
    }

    /** Closes every WebSocket and waits a few seconds for them to be gone. */
    public void closeConnections(Supplier<Effect.Close> reasons) {
        var gone = new CountDownLatch(doors.size());
        for (NodeLoop loop : loops) {
            WebSocketDoor sockets = doors.get(loop.index()).sockets();
            loop.eventLoop().execute(() -> sockets.close(reasons, gone::countDown));
        }
        await(gone);
    }

    private static void await(CountDownLatch gone) {
        try {
            if (!gone.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("some clients did not close in {} s; they are cut off", CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
