package io.fairlead.it.bridge;

import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** A wire format of one line: {@code retained} or {@code live}, the subscription, the channel, the text. */
final class Line implements WireFormat {

    @Override
    public ByteBuf encode(OutgoingMessage message, ByteBufAllocator allocator) {
        String text = new String(message.message().payload(), StandardCharsets.UTF_8);
        String line = (message.retained() ? "retained " : "live ")
                + (message.filter() == null ? message.channel() : message.filter())
                + " " + message.channel() + " " + text;
        return ByteBufUtil.writeUtf8(allocator, line);
    }
}
