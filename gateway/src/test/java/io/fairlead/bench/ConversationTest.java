package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private final Tally tally = new Tally();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void fairlead_subscribed_makesReady() {
        Conversation fairlead = new Conversation.Fairlead(tally);

        hear(fairlead, text("{\"type\":\"welcome\"}"));
        hear(fairlead, text("{\"type\":\"subscribed\",\"channel\":\"bench\"}"));

        assertThat(tally.ready()).isEqualTo(1);
        assertThat(tally.delivered()).isZero();
    }

    @Test
    void fairlead_subscribedWithoutBroker_endsTheRun() {
        Conversation fairlead = new Conversation.Fairlead(tally);

        assertThatThrownBy(() -> hear(fairlead, text("{\"type\":\"subscribed\",\"channel\":\"b\",\"pending\":true}")))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("broker is away");
    }

    @Test
    void fairlead_notice_isNeitherCountedNorAFault() {
        Conversation fairlead = new Conversation.Fairlead(tally);

        hear(fairlead, text("{\"type\":\"notice\",\"code\":\"token_expiring\",\"inMs\":60000}"));

        assertThat(tally.delivered()).isZero();
    }

    @Test
    void fairlead_message_isCounted() {
        Conversation fairlead = new Conversation.Fairlead(tally);

        hear(fairlead, text("{\"type\":\"message\",\"channel\":\"bench\",\"pos\":1,\"data\":1}"));

        assertThat(tally.delivered()).isEqualTo(1);
    }

    @Test
    void fairlead_error_endsTheRunWithIt() {
        Conversation fairlead = new Conversation.Fairlead(tally);

        assertThatThrownBy(() -> hear(fairlead, text("{\"type\":\"error\",\"code\":\"forbidden\"}")))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("forbidden");
    }

    @Test
    void mqtt_subscribeAcknowledged_makesReady() {
        Conversation mqtt = new MqttConversation(tally, "bench", "c1");

        hear(mqtt, bytes(0x20, 2, 0, 0));
        hear(mqtt, bytes(0x90, 3, 0, 1, 0));

        assertThat(tally.ready()).isEqualTo(1);
    }

    @Test
    void mqtt_refused_endsTheRun() {
        Conversation mqtt = new MqttConversation(tally, "bench", "c1");

        assertThatThrownBy(() -> hear(mqtt, bytes(0x20, 2, 0, 5))).isInstanceOf(BenchException.class);
    }

    @Test
    void mqtt_twoPublishesInAFrame_areTwoMessages() {
        Conversation mqtt = new MqttConversation(tally, "bench", "c1");
        ByteBuf large = MqttConversation.publish("bench", new byte[300]);

        hear(mqtt, large.writeBytes(MqttConversation.publish("bench", new byte[3])));

        assertThat(tally.delivered()).isEqualTo(2);
    }

    @Test
    void mqtt_packetCutByTheFrame_endsTheRun() {
        Conversation mqtt = new MqttConversation(tally, "bench", "c1");
        ByteBuf whole = MqttConversation.publish("bench", new byte[10]);

        assertThatThrownBy(() -> hear(mqtt, whole.slice(0, 8))).isInstanceOf(BenchException.class);
    }

    private void hear(Conversation conversation, ByteBuf payload) {
        conversation.onFrame(channel, payload, payload.readerIndex(), payload.readableBytes());
    }

    private static ByteBuf text(String json) {
        return Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    }

    private static ByteBuf bytes(int... values) {
        ByteBuf bytes = Unpooled.buffer();
        for (int value : values) {
            bytes.writeByte(value);
        }
        return bytes;
    }
}
