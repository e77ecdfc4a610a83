package io.fairlead.transport.websocket;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Handshake;
import io.netty.buffer.ByteBuf;

/** What stands behind one client's WebSocket. Every method is called on the connection's loop. */
public interface WebSocketSession {

    /** Makes the session of a new connection. */
    interface Factory {
        WebSocketSession create(ClientConnection connection);
    }

    /** The handshake is done: frames can be written. */
    void onOpen(Handshake handshake);

    /** One text frame, valid UTF-8 and within the limit. The buffer is valid during the call only. */
    void onText(ByteBuf utf8);

    /** All that had come was handed over; a good moment to flush. */
    void onReadComplete();

    /** The client has read most of what was written to it, after it did not. */
    void onWritable();

    /** The connection is gone or going; called exactly once, after {@link #onOpen}, and nothing after it. */
    void onClosed();
}
