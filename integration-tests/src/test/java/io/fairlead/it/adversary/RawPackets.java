package io.fairlead.it.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Packets of MQTT 5 with whatever stands in their names; libraries would not let all of it out. */
final class RawPackets {

    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int SUBSCRIBE = 0x82;
    private static final int CLEAN = 0x02;
    private static final int WILL_QOS_1 = 0x0C;
    private static final int USER_AND_PASSWORD = 0xC0;
    private static final int RESPONSE_TOPIC = 0x08;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private RawPackets() {}

    static byte[] connect(String client, @Nullable String willTopic, String will, String token) {
        RawPackets body = new RawPackets()
                .text("MQTT")
                .octets(5, CLEAN | USER_AND_PASSWORD | (willTopic == null ? 0 : WILL_QOS_1), 0, 60, 0)
                .text(client);
        if (willTopic != null) {
            body.octets(0).text(willTopic).text(will);
        }
        return body.text("any").text(token).packet(CONNECT);
    }

    static byte[] publish(String topic, int id, String payload, @Nullable String responseTopic) {
        RawPackets body = new RawPackets().text(topic).octets(id >> 8, id);
        if (responseTopic == null) {
            body.octets(0);
        } else {
            byte[] properties = new RawPackets()
                    .octets(RESPONSE_TOPIC)
                    .text(responseTopic)
                    .bytes
                    .toByteArray();
            body.length(properties.length).bytes.writeBytes(properties);
        }
        body.bytes.writeBytes(payload.getBytes(UTF_8));
        return body.packet(PUBLISH_QOS_1);
    }

    static byte[] subscribe(int id, String filter) {
        return new RawPackets().octets(id >> 8, id, 0).text(filter).octets(1).packet(SUBSCRIBE);
    }

    private RawPackets octets(int... octets) {
        for (int octet : octets) {
            bytes.write(octet);
        }
        return this;
    }

    private RawPackets text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        octets(utf8.length >> 8, utf8.length).bytes.writeBytes(utf8);
        return this;
    }

    private RawPackets length(int length) {
        int rest = length;
        do {
            bytes.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
            rest >>= 7;
        } while (rest > 0);
        return this;
    }

    private byte[] packet(int first) {
        RawPackets packet = new RawPackets().octets(first).length(bytes.size());
        packet.bytes.writeBytes(bytes.toByteArray());
        return packet.bytes.toByteArray();
    }
}
