package io.fairlead.bridge;

import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire format that tests can read: {@code m}, or {@code r} for what is retained; the subscription; its position; topic and
 * text. A durable message is {@code d} with its number in place of the position, and {@code repeat} at the end. It counts what it encodes.
 */
final class PlainFormat implements WireFormat {

    final AtomicInteger encoded = new AtomicInteger();

    @Override
    public ByteBuf encode(OutgoingMessage message, ByteBufAllocator allocator) {
        encoded.incrementAndGet();
        String subscription = message.filter() == null ? message.channel() : message.filter();
        String text = new String(message.message().payload(), StandardCharsets.UTF_8);
        if (message.seq() >= 0) {
            return bytes(
                    allocator,
                    "d " + subscription + " " + message.seq() + " " + message.channel() + " " + text
                            + (message.retained() ? " retained" : "") + (message.repeat() ? " repeat" : ""));
        }
        String line = (message.retained() ? "r " : "m ") + subscription + " " + message.pos() + " " + message.channel()
                + " " + text;
        return bytes(allocator, line);
    }

    private static ByteBuf bytes(ByteBufAllocator allocator, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return allocator.buffer(bytes.length).writeBytes(bytes);
    }
}
