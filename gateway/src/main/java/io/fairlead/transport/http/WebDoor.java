package io.fairlead.transport.http;

import io.fairlead.session.Handshake;
import io.fairlead.session.Reason;
import io.fairlead.shares.Turnaway;
import io.fairlead.shares.Visit;
import io.fairlead.transport.ClientAddress;
import io.fairlead.transport.Visits;
import io.fairlead.transport.http.PageSource.Page;
import io.fairlead.transport.websocket.WebSocketDoor;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The web listener's door on one event loop: which path leads where. Used on its loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and there is nobody else to tell
final class WebDoor implements HttpDoor {
    /** Where WebSockets are opened. */
    static final String WEBSOCKET_PATH = "/ws";

    /** Where MQTT is spoken, in WebSockets. */
    static final String MQTT_PATH = "/mqtt";

    /** More query parameters than a request line can hold. */
    private static final int ALL_PARAMETERS = Integer.MAX_VALUE;

    private final WebSettings settings;
    private final OriginPolicy origins;
    private final List<HostPattern> hosts;
    private final Cors cors;
    private final Secured secured;
    private final Handshakes handshakes;
    private final Handshaker handshaker = new Handshaker();
    private final PageSource pages;
    private final WebSocketDoor sockets;
    private final Upgrade json;
    private final @Nullable Upgrade mqtt;
    private final ClientAddresses addresses;

    /** @param mqtt takes MQTT clients; null if they have no path here */
    WebDoor(WebSettings settings, PageSource pages, WebSocketDoor sockets, @Nullable Upgrade mqtt) {
        WebRules rules = settings.rules();
        this.settings = settings;
        this.origins = new OriginPolicy(rules.originPatterns());
        this.hosts = rules.hostPatterns();
        this.cors = new Cors(origins, rules.cookie() != null);
        this.secured = new Secured(settings.proxies());
        this.handshakes = new Handshakes(rules.cookie());
        this.pages = pages;
        this.sockets = sockets;
        this.json = new JsonUpgrade(sockets);
        this.mqtt = mqtt;
        this.addresses = new ClientAddresses(settings.proxies());
    }

    /** Makes an accepted connection speak HTTP. */
    void open(Channel channel) {
        var limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.http().maxHeaderBytes())
                .setMaxHeaderSize(settings.http().maxHeaderBytes());
        var heads = new HeadReader(settings.http().maxHeaderBytes());
        channel.pipeline()
                .addLast(
                        heads, new HttpRequestDecoder(limits), new HttpResponseEncoder(), new HttpHandler(this, heads));
    }

    @Override
    public HttpLimits limits() {
        return settings.http();
    }

    WebSocketDoor sockets() {
        return sockets;
    }

    @Override
    public void mark(Channel channel, @Nullable WebRequest request, FullHttpResponse response) {
        long seconds = settings.rules().hstsSeconds();
        if (seconds > 0 && Secured.isByTls(channel)) {
            response.headers().set("strict-transport-security", "max-age=" + seconds);
        }
        SocketAddress socket = ClientAddress.of(channel);
        if (request == null) {
            AccessLog.refused(socket, response.status().code());
        } else {
            cors.mark(request.headers(), response);
            AccessLog.answered(
                    addresses.of(socket, request.headers()),
                    request,
                    response.status().code());
        }
    }

    /** The response to a request, or null if the connection is a WebSocket from now on. */
    @Override
    public @Nullable FullHttpResponse answer(Channel channel, WebRequest request) {
        Upgrade kind = upgrade(request.target().path());
        return kind == null ? page(Visits.of(channel), request) : upgrade(channel, request, kind);
    }

    private @Nullable Upgrade upgrade(String path) {
        return switch (path) {
            case WEBSOCKET_PATH -> json;
            case MQTT_PATH -> mqtt;
            default -> null;
        };
    }

    private boolean isOurHost(@Nullable Authority host) {
        return hosts.isEmpty() || (host != null && hosts.stream().anyMatch(pattern -> pattern.matches(host)));
    }

    private FullHttpResponse page(Visit visit, WebRequest request) {
        Turnaway turnedAway = visit.turnedAway();
        if (turnedAway != null) {
            return Responses.later(turnedAway.why(), turnedAway.retryAfterMillis());
        }
        if (!isOurHost(request.host())) {
            return Responses.sentence(HttpResponseStatus.MISDIRECTED_REQUEST, "not one of web.hosts");
        }
        Page page = pages.find(request.target().path());
        if (page == null) {
            return Responses.sentence(
                    HttpResponseStatus.NOT_FOUND,
                    "there is nothing here; WebSockets open at /ws, and at /mqtt where MQTT is served");
        }
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (read) {
            return Responses.page(page);
        }
        FullHttpResponse preflight = cors.preflight(request.method(), request.headers(), "GET, HEAD");
        return preflight == null ? Responses.notAllowed("GET, HEAD") : preflight;
    }

    private @Nullable FullHttpResponse upgrade(Channel channel, WebRequest request, Upgrade kind) {
        if (!request.method().equals(HttpMethod.GET)) {
            return Responses.notAllowed("GET");
        }
        FullHttpResponse objection = Handshaker.objection(request.http());
        if (objection != null) {
            return objection;
        }
        HttpHeaders headers = request.headers();
        OriginPolicy.Verdict verdict = origins.judge(headers, request.host(), secured.is(channel, headers));
        Handshake handshake;
        try {
            handshake = handshakes.read(headers, query(request), verdict == OriginPolicy.Verdict.PAGE);
        } catch (IllegalArgumentException badEscape) {
            return Responses.sentence(HttpResponseStatus.BAD_REQUEST, "the address has a broken percent escape");
        }
        ClientAddress.set(channel, addresses.of(ClientAddress.of(channel), headers));
        Visit visit = Visits.of(channel);
        visit.comesFrom(ClientAddress.of(channel));
        Turnaway turnedAway = visit.turnedAway();
        Subprotocols subprotocols = kind.choose(headers);
        AccessLog.upgraded(ClientAddress.of(channel), request, channel);
        switchProtocols(channel, handshaker.accept(request.http(), subprotocols.answer()));
        if (turnedAway != null) {
            sockets.refuse(channel, turnedAway.close());
        } else if (!isOurHost(request.host())) {
            sockets.refuse(channel, Reason.FORBIDDEN_ORIGIN, "the Host is not one of web.hosts");
        } else if (verdict == OriginPolicy.Verdict.FOREIGN) {
            sockets.refuse(channel, Reason.FORBIDDEN_ORIGIN, "not one of web.origins");
        } else if (!subprotocols.known()) {
            sockets.refuse(channel, Reason.UNKNOWN_SUBPROTOCOL, kind.wanted());
        } else {
            kind.open(channel, handshake);
        }
        leaveHttp(channel);
        return null;
    }

    private static QueryStringDecoder query(WebRequest request) {
        return new QueryStringDecoder(request.target().query(), StandardCharsets.UTF_8, false, ALL_PARAMETERS, true);
    }

    /** From the response on, what is written are frames. */
    private static void switchProtocols(Channel channel, FullHttpResponse response) {
        channel.writeAndFlush(response);
        channel.pipeline().remove(HttpResponseEncoder.class);
    }

    /** The reader goes last: it hands on what the client sent behind its request, and the WebSocket must be there by then. */
    private static void leaveHttp(Channel channel) {
        channel.pipeline().remove(HttpHandler.class);
        channel.pipeline().remove(HttpRequestDecoder.class);
        channel.pipeline().remove(HeadReader.class);
    }
}
