package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;

/** Hears what a client's frames say. Buffers are valid during the call only. */
interface FrameSink {
    /** The status of a close frame that names none (RFC 6455, section 7.1.5). */
    int NO_STATUS = 1005;

    /** Whether it hears the next frame now; what it does not, waits. */
    boolean isListening();

    /** A whole text message, valid UTF-8, within the limit. */
    void onText(ByteBuf utf8);

    void onPing(ByteBuf payload);

    void onPong();

    /** The client closes; nothing it sends after that is read. */
    void onClose(int status);

    /** The client broke a rule; what it did wrong has been skipped. */
    void onViolation(Closing closing);
}
