package io.fairlead.wire.json;

import io.fairlead.session.Command;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.function.Consumer;

/**
 * The client protocol's JSON: what a client sends to commands, replies to JSON. Stateless, and safe for any thread and
 * for any bytes whatsoever.
 */
public final class JsonWire {

    /** Most replies fit. */
    private static final int REPLY_BYTES = 256;

    /**
     * Reads a frame: one command, or an array of them. Never throws for what the frame holds: what cannot be read is a
     * {@link Command.Invalid} whose sentence says what is wrong and where.
     *
     * @param utf8Text the frame; neither moved nor released
     * @param commands takes each command in the frame's order, at least one; called when all of the frame is read
     */
    public void decode(ByteBuf utf8Text, DecodeLimits limits, Consumer<Command> commands) {
        read(utf8Text, limits).forEach(commands);
    }

    private static List<Command> read(ByteBuf utf8Text, DecodeLimits limits) {
        try {
            int bytes = utf8Text.readableBytes();
            if (bytes > limits.maxBytes()) {
                throw new BadFrame(
                        Reason.TOO_LARGE,
                        "the frame has " + bytes + " bytes; at most " + limits.maxBytes() + " are taken");
            }
            return FrameReader.read(ByteBufUtil.getBytes(utf8Text), limits.maxBatch());
        } catch (BadFrame bad) {
            return List.of(new Command.Invalid(null, bad.reason(), bad.why()));
        }
    }

    /** The JSON text of a reply, for a text frame of its own. The caller owns the buffer. */
    public ByteBuf encode(Reply reply, ByteBufAllocator allocator) {
        ByteBuf text = allocator.ioBuffer(REPLY_BYTES);
        reply.writeTo(new ReplyWriter(text));
        return text;
    }
}
