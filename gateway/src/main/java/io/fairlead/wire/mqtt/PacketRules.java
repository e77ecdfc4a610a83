package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;

/** What a packet of one connection must be like, whatever stands around it. */
final class PacketRules {
    private boolean v5;

    static PacketRules ofClient() {
        return new PacketRules();
    }

    static PacketRules ofBroker() {
        return new PacketRules();
    }

    void speaks(boolean version5) {
        v5 = version5;
    }

    /** Refuses a packet by its first byte, before the rest of it has come. */
    void checkFirstByte(byte first) {
        int type = first >> 4 & 0xF;
        if (type == 0 || (type == 15 && !v5)) {
            throw MqttFault.malformed("a packet of type " + type + ", which is reserved");
        }
    }

    /** Checks a whole packet; returns it, or the frame that owns it then. The packet stays the caller's if it throws. */
    Object check(ByteBuf packet) {
        return PublishFrame.is(packet.getByte(packet.readerIndex())) ? PublishFrame.read(packet, v5) : packet;
    }
}
