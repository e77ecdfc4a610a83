package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a client's CONNECT to its CONNACK. */
@ExtendWith(NoLeaks.class)
class ConnectingTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    private void speak(boolean v5, RelaySettings.ShownToBroker shown) {
        relay.close();
        relay = new RelayTester(v5, RelayTester.settings(DeniedPublish.DROP, shown, 0));
    }

    private void speak(boolean v5) {
        speak(v5, RelaySettings.ShownToBroker.GATEWAY);
    }

    /** What the broker gets for a CONNECT. */
    private MqttConnectMessage upstream(ConnectBuilder connect) {
        return relay.upstream(connect);
    }

    private MqttConnAckMessage answer() {
        List<MqttMessage> packets = relay.client.received();
        assertThat(packets).hasSize(1);
        return (MqttConnAckMessage) packets.get(0);
    }

    private static int code(MqttConnAckMessage connAck) {
        return connAck.variableHeader().connectReturnCode().byteValue() & 0xFF;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    // ---- What the broker gets

    @Test
    void connect_ofMqtt5_reachesTheBrokerWithAllItSaysButNamesAndPassword() {
        MqttConnectMessage up = upstream(relay.connect()
                .token("alice")
                .clean(false)
                .with(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, -1))
                .with(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 12))
                .with(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, 7))
                .with(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 1_000))
                .with(new IntegerProperty(MqttProperties.REQUEST_PROBLEM_INFORMATION, 0))
                .with(new UserProperty("fairlead-from", "root"))
                .with(new UserProperty("region", "north")));

        assertThat(up.payload().clientIdentifier()).isEqualTo("fl.m.alice.dev-1");
        assertThat(up.payload().userName()).isEqualTo("gateway");
        assertThat(text(up.payload().passwordInBytes())).isEqualTo("secret");
        assertThat(up.variableHeader().version()).isEqualTo(5);
        assertThat(up.variableHeader().isCleanSession()).isFalse();
        assertThat(up.variableHeader().keepAliveTimeSeconds()).isEqualTo(60);
        MqttProperties properties = up.variableHeader().properties();
        assertThat(Packets.value(properties, MqttProperties.SESSION_EXPIRY_INTERVAL))
                .isEqualTo(-1);
        assertThat(Packets.value(properties, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(12);
        assertThat(Packets.value(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM))
                .isEqualTo(7);
        assertThat(Packets.value(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION))
                .isEqualTo(0);
        assertThat((Integer) Packets.value(properties, MqttProperties.MAXIMUM_PACKET_SIZE))
                .isBetween(1_000 + 65_535, 1_000 + 70_000);
        assertThat(properties.getProperties(MqttProperties.USER_PROPERTY))
                .extracting(property -> ((StringPair) property.value()).key)
                .containsExactly("region");
    }

    @Test
    void connect_of311_reachesTheBrokerIn311() {
        speak(false);

        MqttConnectMessage up = upstream(relay.connect().token("alice"));

        assertThat(up.variableHeader().version()).isEqualTo(4);
        assertThat(up.variableHeader().isCleanSession()).isTrue();
        assertThat(up.payload().clientIdentifier()).isEqualTo("fl.m.alice.dev-1");
    }

    @Test
    void connect_whereTheBrokerSeesTheClient_bearsWhatTheClientShowed() {
        speak(true, RelaySettings.ShownToBroker.CLIENT);

        MqttConnectMessage up = upstream(relay.connect().token("alice"));

        assertThat(up.payload().userName()).isEqualTo("anything");
        assertThat(text(up.payload().passwordInBytes())).isEqualTo("alice");
    }

    @Test
    void connect_whereTheBrokerSeesTheUser_bearsItsNameAndTheGatewaysPassword() {
        speak(true, RelaySettings.ShownToBroker.USER);

        MqttConnectMessage up = upstream(relay.connect().token("alice"));

        assertThat(up.payload().userName()).isEqualTo("alice");
        assertThat(text(up.payload().passwordInBytes())).isEqualTo("secret");
    }

    @Test
    void will_thatIsAllowed_isTheBrokersUnderItsTopic() {
        MqttConnectMessage up = upstream(relay.connect()
                .token("alice")
                .will(
                        "me/gone",
                        "bye",
                        2,
                        false,
                        Packets.properties(
                                new IntegerProperty(MqttProperties.WILL_DELAY_INTERVAL, 30),
                                new StringProperty(MqttProperties.RESPONSE_TOPIC, "me/answers"),
                                new UserProperty("colour", "red"),
                                new UserProperty("shape", "round"))));

        assertThat(up.payload().willTopic()).isEqualTo("im/user/alice/gone");
        assertThat(text(up.payload().willMessageInBytes())).isEqualTo("bye");
        assertThat(up.variableHeader().willQos()).isEqualTo(2);
        MqttProperties properties = up.payload().willProperties();
        assertThat(Packets.value(properties, MqttProperties.WILL_DELAY_INTERVAL))
                .isEqualTo(30);
        assertThat(Packets.value(properties, MqttProperties.RESPONSE_TOPIC)).isEqualTo("im/user/alice/answers");
        assertThat(properties.getProperties(MqttProperties.USER_PROPERTY))
                .extracting(property -> ((StringPair) property.value()).key)
                .containsExactlyInAnyOrder("colour", "fairlead-from");
    }

    @Test
    void will_thatIsNotAllowed_isRefusedBeforeTheBrokerIsReached() {
        relay.client.send(relay.connect()
                .token("alice")
                .will("ro/x", "bye", 0, false, new MqttProperties())
                .build());

        MqttConnAckMessage connAck = answer();
        assertThat(code(connAck)).isEqualTo(0x87);
        assertThat(Packets.reason(connAck)).startsWith("gateway: the will: ");
        assertThat(relay.broker.isDialled()).isFalse();
        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void will_thatMayNotBeRetained_isRefused() {
        relay.client.send(relay.connect()
                .token("alice")
                .will("me/x", "bye", 0, true, new MqttProperties())
                .build());

        assertThat(Packets.reason(answer())).contains("retain");
    }

    // ---- What the client gets

    @Test
    void connAck_thatAccepts_reachesTheClientWithAllItSaysButWhatLeadsPastTheGateway() {
        upstream(relay.connect().token("alice").clean(false));

        relay.broker.send(Packets.connAck(
                0,
                true,
                Packets.properties(
                        new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 20),
                        new IntegerProperty(MqttProperties.MAXIMUM_QOS, 1),
                        new IntegerProperty(MqttProperties.SERVER_KEEP_ALIVE, 15),
                        new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0),
                        new StringProperty(MqttProperties.RESPONSE_INFORMATION, "answers/"),
                        new StringProperty(MqttProperties.SERVER_REFERENCE, "10.0.0.1"),
                        new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, "x"),
                        new UserProperty("a", "b"))));

        MqttConnAckMessage connAck = answer();
        assertThat(code(connAck)).isZero();
        assertThat(connAck.variableHeader().isSessionPresent()).isTrue();
        MqttProperties properties = connAck.variableHeader().properties();
        assertThat(Packets.value(properties, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(20);
        assertThat(Packets.value(properties, MqttProperties.MAXIMUM_QOS)).isEqualTo(1);
        assertThat(Packets.value(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE))
                .isEqualTo(0);
        assertThat(Packets.value(properties, MqttProperties.MAXIMUM_PACKET_SIZE))
                .isEqualTo(1 << 20);
        assertThat(properties.getProperties(MqttProperties.USER_PROPERTY)).hasSize(1);
        assertThat(properties.getProperty(MqttProperties.RESPONSE_INFORMATION)).isNull();
        assertThat(properties.getProperty(MqttProperties.SERVER_REFERENCE)).isNull();
        assertThat(properties.getProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER))
                .isNull();
        assertThat(relay.client.keepAlive).isEqualTo(15);
        assertThat(relay.client.paused).isFalse();
    }

    @Test
    void client_withoutAName_isGivenOneAndToldIt() {
        MqttConnectMessage up = upstream(relay.connect().id(""));
        relay.broker.send(Packets.connAck(0, false, new MqttProperties()));

        String given = String.valueOf(
                Packets.value(answer().variableHeader().properties(), MqttProperties.ASSIGNED_CLIENT_IDENTIFIER));
        assertThat(given).isNotEmpty().doesNotContain("fl.");
        assertThat(up.payload().clientIdentifier()).isEqualTo("fl.a." + given);
    }

    @Test
    void client_withoutANameAndWithASession_in311_isRefused() {
        speak(false);

        relay.client.send(relay.connect().id("").clean(false).build());

        assertThat(relay.client.fault != null || code(answer()) == 2).isTrue();
        assertThat(relay.broker.isDialled()).isFalse();
    }

    @Test
    void connAck_thatRefuses_isTheClientsWithTheLegNamed() {
        upstream(relay.connect().token("alice"));

        relay.broker.send(Packets.connAck(
                0x97, false, Packets.properties(new StringProperty(MqttProperties.REASON_STRING, "full"))));

        MqttConnAckMessage connAck = answer();
        assertThat(code(connAck)).isEqualTo(0x97);
        assertThat(Packets.reason(connAck)).isEqualTo("broker: full");
        assertThat(relay.client.closed).isTrue();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void connAck_thatRefuses_in311_isTheClientsAsItIs() {
        speak(false);
        upstream(relay.connect().token("alice"));

        relay.broker.send(Packets.connAck(2, false, new MqttProperties()));

        assertThat(code(answer())).isEqualTo(2);
        assertThat(relay.client.closed).isTrue();
        assertThat(relay.log)
                .singleElement(STRING)
                .contains("a client from")
                .contains("the broker refused the CONNECT");
    }

    @Test
    void credentials_thatDoNotHold_areRefusedBeforeTheBrokerIsReached() {
        relay.client.send(relay.connect().token("bad").build());

        assertThat(code(answer())).isEqualTo(0x86);
        assertThat(relay.broker.isDialled()).isFalse();
        assertThat(relay.log).singleElement(STRING).contains("a client from").contains("(unauthenticated)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void broker_thatCannotBeReached_isSaidToTheClient(boolean v5) {
        speak(v5);
        relay.client.send(relay.connect().token("alice").build());

        relay.broker.refuseToOpen("the broker at mqtt://x:1 refused the connection");

        MqttConnAckMessage connAck = answer();
        assertThat(code(connAck)).isEqualTo(v5 ? 0x88 : 3);
        assertThat(relay.client.closed).isTrue();
        if (v5) {
            assertThat(Packets.reason(connAck)).startsWith("broker: the broker at mqtt://x:1");
        }
    }

    @Test
    void broker_thatClosesWithoutAnAnswer_isSaidToTheClient() {
        upstream(relay.connect().token("alice"));

        relay.broker.close();

        MqttConnAckMessage connAck = answer();
        assertThat(code(connAck)).isEqualTo(0x88);
        assertThat(Packets.reason(connAck)).startsWith("broker: ").contains("MQTT 5");
    }

    @Test
    void broker_thatDoesNotAnswer_isGivenUpAfterAWhile() {
        upstream(relay.connect().token("alice"));

        relay.pass(9_000);
        assertThat(relay.client.received()).isEmpty();
        relay.pass(1_000);

        assertThat(code(answer())).isEqualTo(0x88);
        assertThat(relay.broker.isClosed()).isTrue();
    }

    // ---- Meanwhile

    @Test
    void packetsBehindConnect_beforeTheConnAck_waitForIt() {
        relay.client.send(
                relay.connect().token("alice").build(), Packets.publish(1, "chat/1", 1, "early"), MqttMessage.PINGREQ);
        relay.broker.open();
        assertThat(relay.client.paused).isTrue();
        assertThat(relay.broker.received()).hasSize(1);

        relay.broker.send(Packets.connAck(0, false, new MqttProperties()));
        relay.client.run();

        assertThat(relay.broker.received())
                .extracting(Packets::words)
                .containsExactly("PUBLISH 1 'im/room/1/msg' #1 early", "PINGREQ");
    }

    @Test
    void client_thatLeavesWhileTheBrokerIsReached_isForgotten() {
        relay.client.send(relay.connect().token("alice").build());

        relay.client.lose();

        assertThat(relay.broker.cancelled).isTrue();
        assertThat(relay.loopMeters().sessions.get()).isZero();
    }

    @Test
    void client_thatLeavesBeforeTheConnAck_takesItsConnectionAlong() {
        upstream(relay.connect().token("alice"));

        relay.client.lose();

        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void drain_whileTheBrokerIsReached_isSaidToTheClient() {
        relay.client.send(relay.connect().token("alice").build());

        relay.client.drain(relay.now() + 1_000);

        assertThat(code(answer())).isEqualTo(0x89);
        assertThat(relay.broker.cancelled).isTrue();
    }
}
