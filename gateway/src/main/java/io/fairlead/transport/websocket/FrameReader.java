package io.fairlead.transport.websocket;

import io.fairlead.session.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's bytes as WebSocket frames (RFC 6455, section 5), strictly. A frame that arrives whole is unmasked and
 * checked where it lies; only what is cut off by the end of a read, or by fragmentation, is copied. Between frames it
 * holds no buffer. While nobody listens it keeps what it was given, which is little: nothing is read from the socket then.
 *
 * <p>A text message larger than the limit is the client's to mend and is refused as {@code too_large}; a frame that
 * announces more than {@link #MAX_FRAME_BYTES} is no message of this protocol under any setting, and 1009.
 */
final class FrameReader {
    /** The largest frame that is read at all, and so the largest limit that can be set. */
    static final int MAX_FRAME_BYTES = 16 << 20;

    private int maxBytes;

    // For the life of the connection: nothing is read once frames can no longer be told apart.
    private boolean ended;

    // From one read to the next: the beginning of a frame, or how much of a refused one is still to come.
    private @Nullable ByteBuf incomplete;
    private long skip;

    // From one fragment of a message to the next.
    private boolean fragmented;
    private @Nullable ByteBuf message;
    private int utf8 = Utf8.COMPLETE;

    FrameReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Sets the limit from the next frame on. */
    void maxBytes(int bytes) {
        maxBytes = bytes;
    }

    /** Reads what came, and releases it. */
    void read(ByteBuf in, ByteBufAllocator allocator, FrameSink sink) {
        ByteBuf begun = incomplete;
        ByteBuf bytes = begun == null ? in : append(begun, in);
        try {
            readFrames(bytes, allocator, sink);
            keepRest(bytes, begun != null, allocator);
        } finally {
            bytes.release();
        }
    }

    private ByteBuf append(ByteBuf begun, ByteBuf in) {
        incomplete = null;
        begun.writeBytes(in);
        in.release();
        return begun;
    }

    /** Reads on in what waits, once the sink listens again. */
    void readOn(ByteBufAllocator allocator, FrameSink sink) {
        if (incomplete != null) {
            read(Unpooled.EMPTY_BUFFER, allocator, sink);
        }
    }

    /** Forgets what is unfinished. */
    void end() {
        ended = true;
        incomplete = release(incomplete);
        message = release(message);
    }

    private void readFrames(ByteBuf bytes, ByteBufAllocator allocator, FrameSink sink) {
        boolean more = true;
        while (more && !ended && sink.isListening()) {
            try {
                more = readFrame(bytes, allocator, sink);
            } catch (ProtocolViolation violation) {
                if (violation.framingLost()) {
                    end();
                }
                sink.onViolation(violation.closing());
            }
        }
    }

    private void keepRest(ByteBuf bytes, boolean continued, ByteBufAllocator allocator) {
        if (ended || !bytes.isReadable()) {
            return;
        }
        incomplete = continued
                ? bytes.discardReadBytes().retain()
                : allocator.buffer(bytes.readableBytes()).writeBytes(bytes);
    }

    /** Whether there may be another frame. */
    private boolean readFrame(ByteBuf bytes, ByteBufAllocator allocator, FrameSink sink) throws ProtocolViolation {
        if (skip > 0) {
            skipRefused(bytes);
            return bytes.isReadable();
        }
        FrameHeader header = FrameHeader.peek(bytes);
        if (header == null) {
            return false;
        }
        checkAllowed(header);
        if (bytes.readableBytes() < header.bytes() + header.length()) {
            return false;
        }
        ByteBuf payload = bytes.skipBytes(header.bytes()).readSlice((int) header.length());
        Masking.apply(payload, header.mask());
        handle(header, payload, allocator, sink);
        return true;
    }

    private void skipRefused(ByteBuf bytes) {
        int now = (int) Math.min(skip, bytes.readableBytes());
        bytes.skipBytes(now);
        skip -= now;
    }

    private void checkAllowed(FrameHeader header) throws ProtocolViolation {
        if (header.length() > MAX_FRAME_BYTES) {
            throw ProtocolViolation.framing(Closing.frameTooBig(header.length()));
        }
        if (header.isControl()) {
            return;
        }
        if (fragmented != (header.opcode() == FrameHeader.CONTINUATION)) {
            throw ProtocolViolation.framing(
                    fragmented ? "a message begins inside another" : "a continuation without a beginning");
        }
        if (header.opcode() == FrameHeader.BINARY) {
            throw refuse(header, Closing.of(Reason.BAD_FRAME, "binary frames are not part of this protocol"));
        }
        if (header.length() + (message == null ? 0 : message.readableBytes()) > maxBytes) {
            throw refuse(header, Closing.of(Reason.TOO_LARGE, "a frame may have " + maxBytes + " bytes at most"));
        }
    }

    /** Passes over a whole frame, and with it the message it belongs to. */
    private ProtocolViolation refuse(FrameHeader header, Closing closing) {
        skip = header.bytes() + header.length();
        abandonMessage(header.fin());
        return ProtocolViolation.in(closing);
    }

    private void abandonMessage(boolean last) {
        message = release(message);
        fragmented = !last;
        utf8 = last ? Utf8.COMPLETE : Utf8.INVALID;
    }

    private void handle(FrameHeader header, ByteBuf payload, ByteBufAllocator allocator, FrameSink sink)
            throws ProtocolViolation {
        switch (header.opcode()) {
            case FrameHeader.PING -> sink.onPing(payload);
            case FrameHeader.PONG -> sink.onPong();
            case FrameHeader.CLOSE -> handleClose(payload, sink);
            default -> handleText(header, payload, allocator, sink);
        }
    }

    private void handleText(FrameHeader header, ByteBuf payload, ByteBufAllocator allocator, FrameSink sink)
            throws ProtocolViolation {
        utf8 = Utf8.check(utf8, payload);
        if (utf8 == Utf8.INVALID || (header.fin() && utf8 != Utf8.COMPLETE)) {
            abandonMessage(header.fin());
            throw ProtocolViolation.in(Closing.invalidUtf8());
        }
        if (header.fin() && !fragmented) {
            sink.onText(payload);
        } else {
            handleFragment(header.fin(), payload, allocator, sink);
        }
    }

    private void handleFragment(boolean last, ByteBuf payload, ByteBufAllocator allocator, FrameSink sink) {
        ByteBuf whole = message == null ? allocator.buffer(payload.readableBytes()) : message;
        whole.writeBytes(payload);
        message = last ? null : whole;
        fragmented = !last;
        if (last) {
            deliver(whole, sink);
        }
    }

    private static void deliver(ByteBuf whole, FrameSink sink) {
        try {
            sink.onText(whole);
        } finally {
            whole.release();
        }
    }

    private void handleClose(ByteBuf payload, FrameSink sink) throws ProtocolViolation {
        int status = CloseStatus.read(payload);
        end();
        sink.onClose(status);
    }

    private static @Nullable ByteBuf release(@Nullable ByteBuf held) {
        if (held != null) {
            held.release();
        }
        return null;
    }
}
