package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a WebSocket client sends: the upgrade request and masked frames (RFC 6455, sections 4.1 and 5.3). */
final class ClientFrames {

    static final int PONG = 10;

    /** The server has no use for a mask it could not guess: all there is to protect are proxies, and there are none. */
    private static final int MASK = 0;

    private static final String KEY = "ZmFpcmxlYWQtYmVuY2gtMQ==";

    private ClientFrames() {}

    /** The request that upgrades a connection; {@code subprotocol} may be empty. */
    static ByteBuf upgrade(URI url, String subprotocol) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n"
                + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n";
        return Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII);
    }

    /** A whole frame. Its payload may have up to 65,535 bytes. */
    static ByteBuf frame(int opcode, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf frame = Unpooled.buffer(8 + length).writeByte(0x80 | opcode);
        if (length < 126) {
            frame.writeByte(0x80 | length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(length);
        }
        return frame.writeInt(MASK).writeBytes(payload, payload.readerIndex(), length);
    }
}
