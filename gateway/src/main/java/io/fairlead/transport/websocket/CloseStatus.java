package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;

/** The status that a client's close frame carries (RFC 6455, sections 5.5.1 and 7.4). */
final class CloseStatus {
    private CloseStatus() {}

    /** Reads it; {@link FrameSink#NO_STATUS} for a close frame without a body. */
    static int read(ByteBuf payload) throws ProtocolViolation {
        if (!payload.isReadable()) {
            return FrameSink.NO_STATUS;
        }
        if (payload.readableBytes() == 1) {
            throw ProtocolViolation.framing("a close frame has half a status");
        }
        int status = payload.readUnsignedShort();
        if (!mayBeSent(status)) {
            throw ProtocolViolation.framing("close status " + status + " must not be sent");
        }
        if (!Utf8.isValid(payload)) {
            throw ProtocolViolation.framing(Closing.invalidUtf8());
        }
        return status;
    }

    private static boolean mayBeSent(int status) {
        boolean protocol = status >= 1000 && status <= 1003;
        boolean registered = status >= 1007 && status <= 1014;
        boolean application = status >= 3000 && status <= 4999;
        return protocol || registered || application;
    }
}
