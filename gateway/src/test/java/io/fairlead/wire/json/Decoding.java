package io.fairlead.wire.json;

import io.fairlead.session.Command;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes in one call, for tests. */
final class Decoding {

    static final DecodeLimits LIMITS = new DecodeLimits(65_536, DecodeLimits.DEFAULT_MAX_BATCH);

    private Decoding() {}

    static List<Command> decode(byte[] frame) {
        ByteBuf buffer = Unpooled.wrappedBuffer(frame);
        List<Command> commands = new ArrayList<>();
        new JsonWire().decode(buffer, LIMITS, commands::add);
        return commands;
    }

    static List<Command> decode(String frame) {
        return decode(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** The only command of a frame. */
    static Command one(String frame) {
        List<Command> commands = decode(frame);
        if (commands.size() != 1) {
            throw new AssertionError(commands);
        }
        return commands.get(0);
    }
}
