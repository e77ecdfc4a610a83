package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client can cost the gateway, and what a failure of the gateway costs a client. */
@ExtendWith(NoLeaks.class)
class BoundsTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    @Test
    void topicAliases_onEitherLeg_areNoMoreThanTheGatewayKeeps() {
        MqttConnectMessage up = relay.upstream(
                relay.connect().token("alice").with(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, 65_535)));
        assertThat(Packets.value(up.variableHeader().properties(), MqttProperties.TOPIC_ALIAS_MAXIMUM))
                .isEqualTo(TopicAliases.HIGHEST);

        relay.broker.send(Packets.connAck(
                0, false, Packets.properties(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, 65_535))));

        MqttConnAckMessage told = (MqttConnAckMessage) relay.client.received().get(0);
        assertThat(Packets.value(told.variableHeader().properties(), MqttProperties.TOPIC_ALIAS_MAXIMUM))
                .isEqualTo(TopicAliases.HIGHEST);
        relay.client.send(Packets.publish(0, "chat/1", 0, "a", Packets.alias(TopicAliases.HIGHEST + 1)));
        assertThat(relay.client.fault)
                .isNotNull()
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(0x94));
    }

    @Test
    void topicAliases_ofFewerThanTheGatewayKeeps_areToldAsTheyAre() {
        relay.client.send(relay.connect().token("alice").build());
        relay.broker.open();
        assertThat(relay.broker.received()).hasSize(1);
        relay.broker.send(Packets.connAck(
                0, false, Packets.properties(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, 10))));

        MqttConnAckMessage told = (MqttConnAckMessage) relay.client.received().get(0);
        assertThat(Packets.value(told.variableHeader().properties(), MqttProperties.TOPIC_ALIAS_MAXIMUM))
                .isEqualTo(10);
    }

    @Test
    void freshTokens_count_amongWhatAClientMayPublish() {
        relay.close();
        relay = new RelayTester(true, RelayTester.settings(DeniedPublish.DROP, RelaySettings.ShownToBroker.GATEWAY, 1));
        relay.open();

        relay.up(
                Packets.publish(0, "$fairlead/auth", 0, "alice"),
                Packets.publish(0, "$fairlead/auth", 0, "alice"),
                Packets.publish(0, "$fairlead/auth", 0, "alice"));

        assertThat(relay.client.paused).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 400})
    void notice_thatIsLargerThanTheClientTakes_isNotSent(int largest) {
        relay.open(
                relay.connect()
                        .token("alice@70")
                        .with(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, largest)),
                new MqttProperties(),
                false);
        relay.up(FilterPackets.subscribe(1, "$fairlead/notice"));
        assertThat(relay.client.received()).hasSize(1);

        relay.pass(15_000);

        assertThat(relay.client.received()).hasSize(largest < 100 ? 0 : 1);
        assertThat(relay.client.closed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failure_ofTheGatewayAtTheBrokersLeg_closesThatClientInItsOwnName(boolean v5) {
        relay.close();
        relay = new RelayTester(v5);
        relay.open();
        relay.breakMap();

        List<MqttMessage> down = relay.down(Packets.publish(0, "im/room/1/msg", 0, "a"));

        assertThat(relay.client.closed).isTrue();
        assertThat(relay.broker.isClosed()).isTrue();
        assertThat(down)
                .hasSize(v5 ? 1 : 0)
                .allSatisfy(last ->
                        assertThat(Packets.reason(last)).startsWith("gateway: ").doesNotContain("map"));
    }
}
