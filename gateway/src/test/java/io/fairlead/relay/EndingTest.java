package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an open relay ends on either leg, what the other leg hears of it, and what is done so that it does not end. */
@ExtendWith(NoLeaks.class)
class EndingTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    private void open(boolean v5, String token) {
        relay.close();
        relay = new RelayTester(v5);
        relay.open(relay.connect().token(token), new MqttProperties(), false);
    }

    private static List<String> words(List<MqttMessage> packets) {
        return packets.stream().map(Packets::words).toList();
    }

    // ---- The client goes

    @Test
    void disconnect_ofTheClient_reachesTheBrokerAsItIs() {
        relay.open(
                relay.connect().with(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 60)),
                new MqttProperties(),
                false);

        List<MqttMessage> up =
                relay.up(Packets.disconnect(0x04, new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 17)));

        assertThat(words(up)).containsExactly("DISCONNECT 0x4");
        MqttReasonCodeAndPropertiesVariableHeader said =
                (MqttReasonCodeAndPropertiesVariableHeader) up.get(0).variableHeader();
        assertThat(Packets.value(said.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL))
                .isEqualTo(17);
        assertThat(relay.broker.isClosed()).isTrue();
        assertThat(relay.client.received()).isEmpty();
        assertThat(relay.client.closed).isTrue();
        assertThat(relay.loopMeters().relayConnections.get()).isZero();
        assertThat(relay.loopMeters().sessions.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void client_lost_brokerHearsNoGoodbyeButAllThatCameBefore(boolean v5) {
        open(v5, "alice");
        relay.client.send(Packets.publish(0, "chat/1", 0, "last"));

        relay.client.lose();

        assertThat(words(relay.broker.received())).containsExactly("PUBLISH 0 'im/room/1/msg' last");
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void client_thatBreaksTheRules_brokerHearsNoGoodbye() {
        open(true, "alice");

        relay.client.send(Packets.publish(0, "chat/1", 0, "x", Packets.alias(1)));

        assertThat(relay.client.fault).isNotNull();
        assertThat(relay.broker.received()).isEmpty();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    // ---- The broker goes

    @Test
    void disconnect_ofTheBroker_isTheClients() {
        open(true, "alice");

        List<MqttMessage> down = relay.down(Packets.disconnect(
                0x8E,
                new StringProperty(MqttProperties.REASON_STRING, "another one came"),
                new StringProperty(MqttProperties.SERVER_REFERENCE, "10.0.0.1")));

        assertThat(words(down)).containsExactly("DISCONNECT 0x8e");
        assertThat(Packets.reason(down.get(0))).isEqualTo("broker: another one came");
        MqttReasonCodeAndPropertiesVariableHeader said =
                (MqttReasonCodeAndPropertiesVariableHeader) down.get(0).variableHeader();
        assertThat(said.properties().getProperty(MqttProperties.SERVER_REFERENCE))
                .isNull();
        assertThat(relay.client.closed).isTrue();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void broker_lost_clientIsToldWhichLeg() {
        open(true, "alice");

        relay.broker.close();

        List<MqttMessage> down = relay.client.received();
        assertThat(words(down)).containsExactly("DISCONNECT 0x80");
        assertThat(Packets.reason(down.get(0))).startsWith("broker: ");
        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void broker_lost_in311_clientIsClosedWithoutAWord() {
        open(false, "alice");

        relay.broker.close();

        assertThat(relay.client.received()).isEmpty();
        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void broker_thatBreaksTheRules_isToldSoAndTheClientToo() {
        open(true, "alice");

        relay.broker.sendBytes(Unpooled.wrappedBuffer(new byte[] {0x36, 5, 0, 1, 'a', 0, 1}));

        assertThat(words(relay.broker.received())).containsExactly("DISCONNECT 0x81");
        assertThat(relay.broker.isClosed()).isTrue();
        List<MqttMessage> down = relay.client.received();
        assertThat(Packets.reason(down.get(0))).startsWith("broker: ").contains("QoS 3");
    }

    @Test
    void packet_thatABrokerMayNotSend_endsTheConnection() {
        open(true, "alice");

        relay.broker.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "a")
                .build());

        assertThat(relay.client.closed).isTrue();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    // ---- The gateway goes

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void drain_endsBothLegsInTimeAndWithoutTheWill(boolean v5) {
        open(v5, "alice");

        relay.client.drain(relay.now() + 4_000);
        assertThat(relay.client.closed).isFalse();
        relay.pass(4_000);

        assertThat(relay.client.closed).isTrue();
        assertThat(words(relay.client.received())).isEqualTo(v5 ? List.of("DISCONNECT 0x8b") : List.of());
        assertThat(words(relay.broker.received())).containsExactly("DISCONNECT 0x0");
        assertThat(relay.broker.isClosed()).isTrue();
    }

    // ---- Credentials

    @Test
    void credentials_expired_endBothLegsWithTheWill() {
        open(true, "alice@120");

        relay.pass(119_000);
        assertThat(relay.client.closed).isFalse();
        relay.pass(1_000);

        assertThat(words(relay.client.received())).containsExactly("DISCONNECT 0x87");
        assertThat(words(relay.broker.received())).containsExactly("DISCONNECT 0x4");
    }

    @Test
    void credentials_expired_in311_closeBothLegsWithoutAWord() {
        open(false, "alice@120");

        relay.pass(120_000);

        assertThat(relay.client.received()).isEmpty();
        assertThat(relay.client.closed).isTrue();
        assertThat(relay.broker.received()).isEmpty();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void freshToken_published_prolongsAndNeverReachesTheBroker(int qos) {
        open(true, "alice@120");

        relay.client.send(Packets.publish(qos, "$fairlead/auth", qos == 0 ? 0 : 9, "alice@500"));
        relay.pass(0);
        List<MqttMessage> answers = relay.client.received();
        assertThat(words(answers)).isEqualTo(qos == 0 ? List.of() : List.of(qos == 1 ? "PUBACK #9" : "PUBREC #9"));
        if (qos == 2) {
            relay.client.send(Packets.answer(MqttMessageType.PUBREL, 9));
            assertThat(words(relay.client.received())).containsExactly("PUBCOMP #9");
        }
        relay.pass(300_000);

        assertThat(relay.client.closed).isFalse();
        assertThat(relay.broker.received()).isEmpty();
    }

    @Test
    void freshToken_thatDoesNotHold_isRefusedAndTheOldOneCounts() {
        open(true, "alice@120");

        relay.client.send(Packets.publish(1, "$fairlead/auth", 9, "bad"));
        relay.pass(0);

        assertThat(words(relay.client.received())).containsExactly("PUBACK #9 0x87");
        relay.pass(120_000);
        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void freshToken_withFewerRights_endsWhatTheyGaveAtTheBrokerAndHere() {
        open(true, "alice+staff@500");
        relay.client.send(FilterPackets.subscribe(3, "$fairlead/notice"));
        MqttMessage asked =
                relay.up(FilterPackets.subscribe(4, "staff/a", "chat/1")).get(0);
        assertThat(FilterPackets.filters(asked)).containsExactly("personnel/a", "im/room/1/msg");
        relay.down(FilterPackets.subAck(Answers.idOf(asked), 0, 0));
        assertThat(relay.down(Packets.publish(0, "personnel/a", 0, "before"))).hasSize(1);

        relay.client.send(Packets.publish(1, "$fairlead/auth", 9, "alice@500"));
        relay.pass(0);

        List<MqttMessage> toBroker = relay.broker.received();
        assertThat(toBroker).singleElement().satisfies(packet -> {
            assertThat(packet.fixedHeader().messageType()).isEqualTo(MqttMessageType.UNSUBSCRIBE);
            assertThat(FilterPackets.filters(packet)).containsExactly("personnel/a");
        });
        assertThat(payloads(relay.client.received()))
                .anyMatch(notice -> notice.contains("\"type\":\"unsubscribed\"") && notice.contains("staff/a"));
        assertThat(relay.down(Packets.publish(0, "personnel/a", 0, "after"))).isEmpty();
        assertThat(relay.down(Packets.publish(0, "im/room/1/msg", 0, "still"))).hasSize(1);
    }

    private static List<String> payloads(List<MqttMessage> packets) {
        return packets.stream()
                .filter(MqttPublishMessage.class::isInstance)
                .map(packet -> ((MqttPublishMessage) packet).payload().toString(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void notices_subscribedTo_tellOfTheTokensEnd() {
        open(true, "alice@120");
        relay.client.send(MqttMessageBuilders.subscribe()
                .messageId(4)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "$fairlead/notice")
                .build());
        assertThat(relay.client.received())
                .extracting(packet -> packet.fixedHeader().messageType())
                .containsExactly(MqttMessageType.SUBACK);
        assertThat(relay.broker.received()).isEmpty();

        relay.pass(61_000);

        assertThat(relay.client.received()).singleElement().satisfies(packet -> {
            MqttPublishMessage notice = (MqttPublishMessage) packet;
            assertThat(notice.variableHeader().topicName()).isEqualTo("$fairlead/notice");
            assertThat(notice.payload().toString(StandardCharsets.UTF_8)).contains("token_expiring");
        });
    }

    @Test
    void reAuthentication_byTheGatewaysMethod_isAnsweredHere() {
        relay.open(
                relay.connect()
                        .with(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "fairlead-jwt"))
                        .with(new MqttProperties.BinaryProperty(
                                MqttProperties.AUTHENTICATION_DATA, "alice@120".getBytes(StandardCharsets.UTF_8))),
                new MqttProperties(),
                false);

        relay.client.send(Packets.auth(0x19, "fairlead-jwt", "alice@500"));
        relay.pass(0);

        assertThat(words(relay.client.received())).containsExactly("AUTH 0x0");
        relay.pass(300_000);
        assertThat(relay.client.closed).isFalse();
        assertThat(relay.broker.received()).isEmpty();
    }
}
