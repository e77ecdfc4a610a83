package io.fairlead.wire.json;

import io.fairlead.session.Reply;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Messages and replies as JSON in one unmasked WebSocket text frame (RFC 6455, section 5.2), header and text in one buffer. */
public final class JsonWebSocketFormat implements WireFormat {

    /** The one instance, shared by every such connection. */
    public static final JsonWebSocketFormat INSTANCE = new JsonWebSocketFormat();

    private static final int LONGEST_HEADER = 10;
    private static final int REPLY_BYTES = 246;
    private static final int FINAL_TEXT = 0x81;

    private JsonWebSocketFormat() {}

    @Override
    public ByteBuf encode(OutgoingMessage message, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.ioBuffer(LONGEST_HEADER + MessageWriter.estimate(message));
        frame.setIndex(LONGEST_HEADER, LONGEST_HEADER);
        MessageWriter.write(frame, message);
        putHeader(frame);
        return frame;
    }

    /** Encodes a reply into a complete frame, header included. The caller owns the buffer. */
    public ByteBuf encode(Reply reply, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.ioBuffer(LONGEST_HEADER + REPLY_BYTES);
        frame.setIndex(LONGEST_HEADER, LONGEST_HEADER);
        reply.writeTo(new ReplyWriter(frame));
        putHeader(frame);
        return frame;
    }

    /** The header's length is known only when the text stands, so it is put right before it, into the room left free. */
    private static void putHeader(ByteBuf frame) {
        int length = frame.readableBytes();
        int start = length < 126 ? LONGEST_HEADER - 2 : length <= 0xFFFF ? LONGEST_HEADER - 4 : 0;
        frame.setByte(start, FINAL_TEXT);
        if (length < 126) {
            frame.setByte(start + 1, length);
        } else if (length <= 0xFFFF) {
            frame.setByte(start + 1, 126).setShort(start + 2, length);
        } else {
            frame.setByte(start + 1, 127).setLong(start + 2, length);
        }
        frame.readerIndex(start);
    }
}
