package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's bytes as WebSocket frames that carry a stream (RFC 6455, section 5), strictly. Where frames and messages
 * begin and end is of no meaning (MQTT 5, section 6): their payload is unmasked where it lies and handed on as it comes, so
 * that nothing is kept but the beginning of a header, and no frame is too large.
 */
final class BinaryFrames {

    /** Hears what the frames say. Buffers are valid during the call only. */
    interface Sink {
        void onBytes(ByteBuf bytes);

        void onPing(ByteBuf payload);

        /** The client closes; nothing it sends after that is read. */
        void onClose(int status);

        /** The client broke a rule; nothing it sends after that is read. */
        void onViolation(Closing closing);
    }

    // For the life of the connection.
    private boolean ended;

    // From one read to the next: the beginning of a header or of a control frame.
    private @Nullable ByteBuf incomplete;

    // From one read to the next: what is still to come of a frame, and its mask from there on.
    private long left;
    private int mask;

    // From one fragment of a message to the next.
    private boolean fragmented;

    /** Reads what came, and releases it. */
    void read(ByteBuf in, ByteBufAllocator allocator, Sink sink) {
        ByteBuf begun = incomplete;
        ByteBuf bytes = begun == null ? in : append(begun, in);
        try {
            readFrames(bytes, sink);
            if (!ended && bytes.isReadable()) {
                incomplete = allocator.buffer(bytes.readableBytes()).writeBytes(bytes);
            }
        } catch (ProtocolViolation violation) {
            end();
            sink.onViolation(violation.closing());
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

    /** Forgets what is unfinished, and reads no more. */
    void end() {
        ended = true;
        ByteBuf begun = incomplete;
        incomplete = null;
        if (begun != null) {
            begun.release();
        }
    }

    private void readFrames(ByteBuf bytes, Sink sink) throws ProtocolViolation {
        boolean more = true;
        while (more && !ended && bytes.isReadable()) {
            if (left > 0) {
                readPayload(bytes, sink);
            } else {
                more = readHeader(bytes, sink);
            }
        }
    }

    private void readPayload(ByteBuf bytes, Sink sink) {
        int now = (int) Math.min(left, bytes.readableBytes());
        ByteBuf payload = bytes.readSlice(now);
        Masking.apply(payload, mask);
        left -= now;
        mask = Integer.rotateLeft(mask, (now & 3) * Byte.SIZE);
        sink.onBytes(payload);
    }

    /** Reads the header of a data frame, or a whole control frame; whether it was there. */
    private boolean readHeader(ByteBuf bytes, Sink sink) throws ProtocolViolation {
        FrameHeader header = FrameHeader.peek(bytes);
        if (header == null) {
            return false;
        }
        if (header.isControl()) {
            return readControl(header, bytes, sink);
        }
        checkData(header);
        bytes.skipBytes(header.bytes());
        fragmented = !header.fin();
        left = header.length();
        mask = header.mask();
        return true;
    }

    private void checkData(FrameHeader header) throws ProtocolViolation {
        if (header.opcode() == FrameHeader.TEXT) {
            throw ProtocolViolation.framing(Closing.unsupportedData());
        }
        if (fragmented != (header.opcode() == FrameHeader.CONTINUATION)) {
            throw ProtocolViolation.framing(
                    fragmented ? "a message begins inside another" : "a continuation without a beginning");
        }
    }

    private boolean readControl(FrameHeader header, ByteBuf bytes, Sink sink) throws ProtocolViolation {
        if (bytes.readableBytes() < header.bytes() + header.length()) {
            return false;
        }
        ByteBuf payload = bytes.skipBytes(header.bytes()).readSlice((int) header.length());
        Masking.apply(payload, header.mask());
        if (header.opcode() == FrameHeader.CLOSE) {
            int status = CloseStatus.read(payload);
            end();
            sink.onClose(status);
        } else if (header.opcode() == FrameHeader.PING) {
            sink.onPing(payload);
        }
        return true;
    }
}
