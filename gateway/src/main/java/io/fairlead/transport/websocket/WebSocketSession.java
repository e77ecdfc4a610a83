package io.fairlead.transport.websocket;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Handshake;
import io.fairlead.session.Reason;
import io.netty.buffer.ByteBuf;

/** What stands behind one client's WebSocket. Every method is called on the connection's loop. */
public interface WebSocketSession {

    /** Makes the session of a new connection. */
    interface Factory {
        WebSocketSession create(ClientConnection connection);

        /** A connection is closed by its transport, for what its session does not know of; for who counts. On its loop. */
        default void closing(Reason reason) {}
    }

    /** The handshake is done: frames can be written. */
    void onOpen(Handshake handshake);

    /** Bytes came, of whatever kind; before what they say. */
    default void onRead(int bytes) {}

    /** A frame came that is WebSocket's own affair. */
    default void onControlFrame() {}

    /** One text frame, valid UTF-8 and within the limit. The buffer is valid during the call only. */
    void onText(ByteBuf utf8);

    /** All that had come was handed over; a good moment to flush. */
    void onReadComplete();

    /** The client has read most of what was written to it, after it did not. */
    void onWritable();

    /** The connection is gone or going; called exactly once, after {@link #onOpen}, and nothing after it. */
    void onClosed();
}
