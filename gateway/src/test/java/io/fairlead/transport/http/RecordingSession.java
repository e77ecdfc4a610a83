package io.fairlead.transport.http;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Handshake;
import io.fairlead.transport.websocket.WebSocketSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A session that writes down what it is told and says every text back, in a frame of at most 125 bytes. */
final class RecordingSession implements WebSocketSession {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final ClientConnection connection;

    RecordingSession(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onOpen(Handshake handshake) {
        lines.add("open " + handshake.client() + " " + handshake.token() + " " + handshake.channels());
    }

    @Override
    public void onText(ByteBuf utf8) {
        lines.add("text " + utf8.toString(StandardCharsets.UTF_8));
        ByteBuf echo = Unpooled.buffer().writeByte(0x81).writeByte(utf8.readableBytes());
        connection.write(echo.writeBytes(utf8, utf8.readerIndex(), utf8.readableBytes()));
    }

    @Override
    public void onReadComplete() {
        lines.add("read complete");
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed() {
        lines.add("closed");
    }
}
