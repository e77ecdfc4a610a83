package io.fairlead.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The properties of a PUBLISH, written one by one as they stand in a packet. */
final class Properties {

    private final ByteBuf out = Unpooled.buffer();

    byte[] bytes() {
        return ByteBufUtil.getBytes(out);
    }

    Properties format(int value) {
        out.writeByte(0x01).writeByte(value);
        return this;
    }

    Properties expiry(int seconds) {
        out.writeByte(0x02).writeInt(seconds);
        return this;
    }

    Properties contentType(String type) {
        return string(0x03, type);
    }

    Properties responseTopic(String topic) {
        return string(0x08, topic);
    }

    Properties correlation(String data) {
        return string(0x09, data);
    }

    Properties subscription(int identifier) {
        out.writeByte(0x0B);
        int left = identifier;
        while (left >= 0x80) {
            out.writeByte((left & 0x7F) | 0x80);
            left >>= 7;
        }
        out.writeByte(left);
        return this;
    }

    Properties alias(int number) {
        out.writeByte(0x23).writeShort(number);
        return this;
    }

    Properties user(String name, String value) {
        string(0x26, name);
        return text(value);
    }

    private Properties string(int id, String text) {
        out.writeByte(id);
        return text(text);
    }

    private Properties text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length).writeBytes(utf8);
        return this;
    }
}
