package io.fairlead.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Answers opening handshakes (RFC 6455, section 4.2): Netty's handshaker, without the codec it would leave behind. */
final class Handshaker extends WebSocketServerHandshaker13 {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    Handshaker() {
        super("", null, WebSocketDecoderConfig.newBuilder().build());
    }

    /** What is wrong with the request, as the response to send; null if it asks for a WebSocket as it should. */
    static @Nullable FullHttpResponse objection(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!asksForWebSocket(request)) {
            return upgradeRequired("WebSocket is spoken here: open it with new WebSocket(url)");
        }
        if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return upgradeRequired("the only WebSocket version here is 13");
        }
        if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return Responses.sentence(
                    HttpResponseStatus.BAD_REQUEST, "Sec-WebSocket-Key must be the base64 of 16 bytes");
        }
        return null;
    }

    /** The response that switches protocols. */
    FullHttpResponse accept(HttpRequest request, @Nullable String subprotocol) {
        var full = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        FullHttpResponse response = response(full);
        if (subprotocol != null) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subprotocol);
        }
        return response;
    }

    private FullHttpResponse response(FullHttpRequest request) {
        return newHandshakeResponse(request, EmptyHttpHeaders.INSTANCE);
    }

    private static boolean asksForWebSocket(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static FullHttpResponse upgradeRequired(String sentence) {
        FullHttpResponse response = Responses.sentence(HttpResponseStatus.UPGRADE_REQUIRED, sentence);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        return response;
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
