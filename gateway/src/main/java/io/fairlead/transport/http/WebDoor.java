package io.fairlead.transport.http;

import io.fairlead.session.Reason;
import io.fairlead.transport.ClientAddress;
import io.fairlead.transport.http.PageSource.Page;
import io.fairlead.transport.websocket.WebSocketDoor;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
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
    private final Handshakes handshakes;
    private final Handshaker handshaker = new Handshaker();
    private final PageSource pages;
    private final WebSocketDoor sockets;
    private final Upgrade json;
    private final @Nullable Upgrade mqtt;
    private final ClientAddresses addresses;

    /** @param mqtt takes MQTT clients; null if they have no path here */
    WebDoor(WebSettings settings, PageSource pages, WebSocketDoor sockets, @Nullable Upgrade mqtt) {
        this.settings = settings;
        this.origins = new OriginPolicy(settings.rules().origins());
        this.handshakes = new Handshakes(settings.rules().cookie());
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
        channel.pipeline().addLast(new HttpRequestDecoder(limits), new HttpResponseEncoder(), new HttpHandler(this));
    }

    @Override
    public long requestTimeoutMillis() {
        return settings.http().requestTimeoutMillis();
    }

    WebSocketDoor sockets() {
        return sockets;
    }

    /** The response to a request, or null if the connection is a WebSocket from now on. */
    @Override
    public @Nullable FullHttpResponse answer(Channel channel, HttpRequest request) {
        var uri = new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, ALL_PARAMETERS, true);
        try {
            return switch (uri.path()) {
                case WEBSOCKET_PATH -> upgrade(channel, request, uri, json);
                case MQTT_PATH -> mqtt == null ? page(request, MQTT_PATH) : upgrade(channel, request, uri, mqtt);
                default -> page(request, uri.path());
            };
        } catch (IllegalArgumentException badEscape) {
            return Responses.sentence(HttpResponseStatus.BAD_REQUEST, "the address has a broken percent escape");
        }
    }

    private FullHttpResponse page(HttpRequest request, String path) {
        Page page = pages.find(path);
        if (page == null) {
            return Responses.sentence(
                    HttpResponseStatus.NOT_FOUND,
                    "there is nothing here; WebSockets open at /ws, and at /mqtt where MQTT is served");
        }
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return read ? Responses.page(page) : Responses.notAllowed("GET, HEAD");
    }

    private @Nullable FullHttpResponse upgrade(
            Channel channel, HttpRequest request, QueryStringDecoder uri, Upgrade kind) {
        if (!request.method().equals(HttpMethod.GET)) {
            return Responses.notAllowed("GET");
        }
        FullHttpResponse objection = Handshaker.objection(request);
        if (objection == null) {
            HttpHeaders headers = request.headers();
            ClientAddress.set(channel, addresses.of(ClientAddress.of(channel), headers));
            var handshake = handshakes.read(headers, uri);
            Subprotocols subprotocols = kind.choose(headers);
            switchProtocols(channel, handshaker.accept(request, subprotocols.answer()));
            if (!allowsOrigin(channel, headers)) {
                sockets.refuse(channel, Reason.FORBIDDEN_ORIGIN, "not one of web.origins");
            } else if (!subprotocols.known()) {
                sockets.refuse(channel, Reason.UNKNOWN_SUBPROTOCOL, kind.wanted());
            } else {
                kind.open(channel, handshake);
            }
            leaveHttp(channel);
        }
        return objection;
    }

    private boolean allowsOrigin(Channel channel, HttpHeaders headers) {
        boolean secure = channel.pipeline().get(SslHandler.class) != null;
        return origins.allows(headers.get(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST), secure);
    }

    /** From the response on, what is written are frames. */
    private static void switchProtocols(Channel channel, FullHttpResponse response) {
        channel.writeAndFlush(response);
        channel.pipeline().remove(HttpResponseEncoder.class);
    }

    /** The decoder goes last: it hands on what the client sent behind its request, and the WebSocket must be there by then. */
    private static void leaveHttp(Channel channel) {
        channel.pipeline().remove(HttpHandler.class);
        channel.pipeline().remove(HttpRequestDecoder.class);
    }
}
