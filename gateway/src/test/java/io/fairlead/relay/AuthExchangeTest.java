package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Enhanced authentication (MQTT 5, section 4.12): the broker's methods pass, and the gateway's own does not. */
@ExtendWith(NoLeaks.class)
class AuthExchangeTest {

    private final RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    @Test
    void method_ofTheBroker_passesBothWaysBeforeAndAfterTheConnAck() {
        MqttConnectMessage up = relay.upstream(relay.connect()
                .token("alice")
                .with(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "SCRAM"))
                .with(new BinaryProperty(MqttProperties.AUTHENTICATION_DATA, new byte[] {1})));
        assertThat(Packets.value(up.variableHeader().properties(), MqttProperties.AUTHENTICATION_METHOD))
                .isEqualTo("SCRAM");

        assertThat(relay.down(Packets.auth(0x18, "SCRAM", "challenge"))).hasSize(1);
        assertThat(relay.up(Packets.auth(0x18, "SCRAM", "proof")))
                .extracting(packet -> packet.fixedHeader().messageType())
                .containsExactly(MqttMessageType.AUTH);
        relay.down(Packets.connAck(
                0, false, Packets.properties(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "SCRAM"))));
        assertThat(relay.up(Packets.auth(0x19, "SCRAM", "again"))).hasSize(1);
        assertThat(relay.down(Packets.auth(0, "SCRAM", "done"))).hasSize(1);
    }

    @Test
    void publish_beforeTheConnAckOfAnExchange_isAFault() {
        relay.upstream(
                relay.connect().token("alice").with(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "SCRAM")));
        relay.down(Packets.auth(0x18, "SCRAM", "challenge"));

        relay.client.send(Packets.publish(0, "chat/1", 0, "early"));

        assertThat(relay.client.fault).isNotNull();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void method_ofTheGateway_isAnsweredHereAndUnknownToTheBroker() {
        MqttConnectMessage up = relay.upstream(relay.connect()
                .with(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "fairlead-jwt"))
                .with(new BinaryProperty(
                        MqttProperties.AUTHENTICATION_DATA, "alice".getBytes(StandardCharsets.UTF_8))));
        relay.broker.send(Packets.connAck(0, false, new MqttProperties()));

        assertThat(up.payload().clientIdentifier()).isEqualTo("fl.m.alice.dev-1");
        assertThat(up.variableHeader().properties().getProperty(MqttProperties.AUTHENTICATION_METHOD))
                .isNull();
        assertThat(Packets.value(
                        ((MqttConnAckMessage) relay.client.received().get(0))
                                .variableHeader()
                                .properties(),
                        MqttProperties.AUTHENTICATION_METHOD))
                .isEqualTo("fairlead-jwt");
    }
}
