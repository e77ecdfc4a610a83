package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * A place in a packet, that moves over what is read and never past the packet's end (MQTT 5, section 1.5). One serves all
 * packets of a connection. Whatever does not fit is {@link MqttFault#MALFORMED_PACKET}.
 */
final class PacketCursor {
    private ByteBuf packet = Unpooled.EMPTY_BUFFER;
    private String name = "";
    private int at;
    private int end;

    /** Goes to the first byte behind the fixed header. */
    PacketCursor begin(ByteBuf bytes, String packetName) {
        name = packetName;
        packet = bytes;
        at = behindLength(bytes, bytes.readerIndex() + 1);
        end = bytes.writerIndex();
        return this;
    }

    /** Who cut the packet out has read its length; small clients write it in four bytes whatever it is. */
    private static int behindLength(ByteBuf bytes, int lengthAt) {
        int last = lengthAt;
        while (bytes.getByte(last) < 0) {
            last++;
        }
        return last + 1;
    }

    /** Goes to a part of a packet. */
    PacketCursor begin(ByteBuf bytes, String packetName, int from, int size) {
        name = packetName;
        packet = bytes;
        at = from;
        end = from + size;
        return this;
    }

    /** What the packet is called in sentences, with its article. */
    String name() {
        return name;
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < end;
    }

    /** How many bytes of the packet are left. */
    int left() {
        return end - at;
    }

    private int pass(int bytes) {
        int from = at;
        if (bytes > end - from) {
            throw malformed(" that ends before what it announces");
        }
        at = from + bytes;
        return from;
    }

    int readByte() {
        return packet.getUnsignedByte(pass(1));
    }

    int readShort() {
        return packet.getUnsignedShort(pass(2));
    }

    long readInt() {
        return packet.getUnsignedInt(pass(4));
    }

    /** A variable byte integer, in as few bytes as it fits in (MQTT 5, section 1.5.5). */
    int varInt() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int one = readByte();
            value |= (one & 0x7F) << (7 * i);
            if (one < 0x80) {
                checkShortest(one, i);
                return value;
            }
        }
        throw malformed(" with a length of more than four bytes");
    }

    private void checkShortest(int last, int before) {
        if (last == 0 && before > 0) {
            throw malformed(" with a number in more bytes than it needs");
        }
    }

    /** Passes over binary data with its length. */
    void passBinary() {
        pass(readShort());
    }

    /**
     * Passes over a string with its length, and checks its letters.
     *
     * @return how many bytes it has
     */
    int passText() {
        int bytes = readShort();
        checkText(pass(bytes), bytes);
        return bytes;
    }

    /**
     * Passes over the name of a topic, with its length.
     *
     * @return how many bytes it has, at least one
     */
    int passTopic() {
        int bytes = readShort();
        checkTopic(pass(bytes), bytes);
        if (bytes == 0) {
            throw malformed(" with an empty topic");
        }
        return bytes;
    }

    /** Checks a string where it lies: UTF-8, and no NUL in it (MQTT 5, section 1.5.4). Other control characters may be. */
    private void checkText(int from, int bytes) {
        boolean ascii = true;
        for (int i = from; i < from + bytes; i++) {
            byte one = packet.getByte(i);
            if (one == 0) {
                throw malformed(" with a NUL in a string");
            }
            ascii &= one > 0;
        }
        if (!ascii) {
            checkUtf8(from, bytes);
        }
    }

    /** The same, for a name without wildcards (MQTT 5, section 4.7.1), in one pass. */
    void checkTopic(int from, int bytes) {
        boolean ascii = true;
        for (int i = from; i < from + bytes; i++) {
            byte one = packet.getByte(i);
            if (one == 0 || one == '#' || one == '+') {
                throw malformed(one == 0 ? " with a NUL in its topic" : " with a wildcard in its topic");
            }
            ascii &= one > 0;
        }
        if (!ascii) {
            checkUtf8(from, bytes);
        }
    }

    private void checkUtf8(int from, int bytes) {
        if (!ByteBufUtil.isText(packet, from, bytes, StandardCharsets.UTF_8)) {
            throw malformed(" with a string that is not UTF-8");
        }
    }

    int byteAt(int index) {
        return packet.getUnsignedByte(index);
    }

    /** Nothing may be left. */
    void end() {
        if (hasMore()) {
            throw malformed(" with " + left() + " bytes behind its end");
        }
    }

    MqttFault malformed(String how) {
        return MqttFault.malformed(name + how);
    }

    MqttFault protocol(String how) {
        return MqttFault.protocol(name + how);
    }
}
