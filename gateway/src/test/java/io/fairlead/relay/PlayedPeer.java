package io.fairlead.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.ArrayList;
import java.util.List;

/** The far end of a connection: writes packets as bytes and reads bytes as packets, with Netty's own codec. */
final class PlayedPeer {

    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 28), MqttEncoder.INSTANCE);

    /** The bytes of packets, in one piece. */
    ByteBuf encode(MqttMessage... packets) {
        codec.writeOutbound((Object[]) packets);
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            all.writeBytes(bytes);
            bytes.release();
        }
        return all;
    }

    /** The packets in these bytes; payloads are copied, so that nothing is to be released. */
    List<MqttMessage> decode(ByteBuf bytes) {
        codec.writeInbound(bytes);
        List<MqttMessage> packets = new ArrayList<>();
        for (MqttMessage packet = codec.readInbound(); packet != null; packet = codec.readInbound()) {
            if (packet.decoderResult().isFailure()) {
                throw new AssertionError(
                        "it was sent what is no MQTT", packet.decoderResult().cause());
            }
            packets.add(packet instanceof MqttPublishMessage publish ? unpooled(publish) : packet);
        }
        return packets;
    }

    private static MqttPublishMessage unpooled(MqttPublishMessage publish) {
        ByteBuf payload = Unpooled.copiedBuffer(publish.payload());
        MqttPublishMessage copy = publish.replace(payload);
        publish.release();
        return copy;
    }

    void end() {
        codec.finishAndReleaseAll();
    }
}
