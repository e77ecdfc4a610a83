package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages on their way through an open relay. */
@ExtendWith(NoLeaks.class)
class PassingTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    private RelayTester open(boolean v5) {
        relay.close();
        relay = new RelayTester(v5);
        return relay.open();
    }

    private RelayTester openWithAliases(int client, int broker) {
        relay.close();
        relay = new RelayTester(true);
        return relay.open(
                relay.connect().token("alice").with(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, client)),
                Packets.properties(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, broker)),
                false);
    }

    private static List<String> words(List<MqttMessage> packets) {
        return packets.stream().map(Packets::words).toList();
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "true, 1", "true, 2", "false, 0", "false, 1", "false, 2"})
    void publish_ofTheClient_reachesTheBrokerUnderItsTopicWithAllElseKept(boolean v5, int qos) {
        open(v5);

        List<MqttMessage> up = relay.up(
                Packets.publish(qos, "chat/42", 7, "hello"),
                Packets.publish(qos, qos > 0, true, "chat/42", 8, ""),
                Packets.publish(qos, "chat/42", 9, "again"));

        String id = qos == 0 ? "" : " #";
        assertThat(words(up))
                .containsExactly(
                        "PUBLISH " + qos + " 'im/room/42/msg'" + (qos == 0 ? "" : id + 7) + " hello",
                        "PUBLISH " + qos + (qos > 0 ? " dup" : "") + " retain 'im/room/42/msg'"
                                + (qos == 0 ? "" : id + 8) + " ",
                        "PUBLISH " + qos + " 'im/room/42/msg'" + (qos == 0 ? "" : id + 9) + " again");
        assertThat(relay.client.received()).isEmpty();
        assertThat(relay.loopMeters().relayedUp.get()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "true, 1", "true, 2", "false, 0", "false, 1", "false, 2"})
    void publish_ofTheBroker_reachesTheClientUnderItsChannel(boolean v5, int qos) {
        open(v5);

        List<MqttMessage> down = relay.down(
                Packets.publish(qos, "im/room/a-long-name-of-a-room/msg", 7, "hello"),
                Packets.publish(qos, qos > 0, true, "im/user/alice/x/y", 8, ""));

        assertThat(words(down))
                .containsExactly(
                        "PUBLISH " + qos + " 'chat/a-long-name-of-a-room'" + (qos == 0 ? "" : " #7") + " hello",
                        "PUBLISH " + qos + (qos > 0 ? " dup" : "") + " retain 'me/x/y'" + (qos == 0 ? "" : " #8")
                                + " ");
        assertThat(relay.broker.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handshakes_ofBothWays_passWithTheirIds(boolean v5) {
        open(v5);

        relay.up(Packets.publish(1, "chat/1", 1, "a"), Packets.publish(2, "chat/1", 2, "b"));
        assertThat(words(relay.down(
                        Packets.answer(MqttMessageType.PUBACK, 1), Packets.answer(MqttMessageType.PUBREC, 2))))
                .containsExactly("PUBACK #1", "PUBREC #2");
        assertThat(words(relay.up(Packets.answer(MqttMessageType.PUBREL, 2)))).containsExactly("PUBREL #2");
        assertThat(words(relay.down(Packets.answer(MqttMessageType.PUBCOMP, 2))))
                .containsExactly("PUBCOMP #2");

        relay.down(Packets.publish(1, "im/room/1/msg", 1, "a"), Packets.publish(2, "im/room/1/msg", 2, "b"));
        assertThat(words(
                        relay.up(Packets.answer(MqttMessageType.PUBACK, 1), Packets.answer(MqttMessageType.PUBREC, 2))))
                .containsExactly("PUBACK #1", "PUBREC #2");
        assertThat(words(relay.down(Packets.answer(MqttMessageType.PUBREL, 2)))).containsExactly("PUBREL #2");
        assertThat(words(relay.up(Packets.answer(MqttMessageType.PUBCOMP, 2)))).containsExactly("PUBCOMP #2");
    }

    @Test
    void ping_ofTheClient_isTheBrokersToAnswer() {
        open(true);

        assertThat(words(relay.up(MqttMessage.PINGREQ))).containsExactly("PINGREQ");
        assertThat(words(relay.down(MqttMessage.PINGRESP))).containsExactly("PINGRESP");
    }

    // ---- What is withheld

    @Test
    void publish_thatIsDenied_isRefusedWithItsReasonAndGoesNowhere() {
        open(true);

        assertThat(relay.up(
                        Packets.publish(0, "ro/x", 0, "a"),
                        Packets.publish(1, "ro/x", 1, "b"),
                        Packets.publish(2, "nowhere", 2, "c"),
                        Packets.publish(1, "small/x", 3, "more than ten")))
                .isEmpty();

        List<MqttMessage> answers = relay.client.received();
        assertThat(words(answers)).containsExactly("PUBACK #1 0x87", "PUBREC #2 0x90", "PUBACK #3 0x83");
        assertThat(Packets.reason(answers.get(0))).startsWith("gateway: ").contains("route ro");
        assertThat(relay.log).hasSize(3).allSatisfy(line -> assertThat(line).contains("dev-1", "alice"));
    }

    @Test
    void publish_thatIsDenied_in311_isAcknowledgedAndGoesNowhere() {
        open(false);

        assertThat(relay.up(
                        Packets.publish(0, "ro/x", 0, "a"),
                        Packets.publish(1, "ro/x", 1, "b"),
                        Packets.publish(2, "ro/x", 2, "c"),
                        Packets.answer(MqttMessageType.PUBREL, 2)))
                .isEmpty();

        assertThat(words(relay.client.received())).containsExactly("PUBACK #1", "PUBREC #2", "PUBCOMP #2");
        assertThat(relay.log).hasSize(1);
    }

    @Test
    void publish_thatIsDenied_where311IsToBeDisconnected_isAFault() {
        relay.close();
        relay = new RelayTester(
                false, RelayTester.settings(DeniedPublish.DISCONNECT, RelaySettings.ShownToBroker.GATEWAY, 0));
        relay.open();

        relay.client.send(Packets.publish(1, "ro/x", 1, "b"));

        assertThat(relay.client.fault).isNotNull();
        assertThat(relay.broker.isClosed()).isTrue();
        assertThat(relay.broker.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void message_thatTheClientMayNotHave_isAcknowledgedInItsPlace(boolean v5) {
        open(v5);

        assertThat(relay.down(
                        Packets.publish(0, "secret", 0, "a"),
                        Packets.publish(1, "secret", 1, "b"),
                        Packets.publish(2, "im/user/bob/x", 2, "c"),
                        Packets.answer(MqttMessageType.PUBREL, 2)))
                .isEmpty();

        assertThat(words(relay.broker.received())).containsExactly("PUBACK #1", "PUBREC #2", "PUBCOMP #2");
        assertThat(relay.loopMeters().relayWithheld.get()).isEqualTo(3);
    }

    @Test
    void rightIsTakenAway_betweenMessages_laterOnesAreWithheld() {
        open(true);
        assertThat(relay.down(Packets.publish(1, "readonly/x", 1, "a"))).hasSize(1);

        relay.use("version: 1\n");

        assertThat(relay.down(Packets.publish(1, "readonly/x", 2, "b"))).isEmpty();
        assertThat(relay.up(Packets.publish(0, "chat/1", 0, "c")))
                .extracting(Packets::words)
                .containsExactly("PUBACK #2");
    }

    // ---- Properties

    @Test
    void properties_ofAPublish_passButForThoseThatAreTheGateways() {
        open(true);

        MqttPublishMessage up = (MqttPublishMessage) relay.up(Packets.publish(
                        1,
                        "chat/1",
                        5,
                        "x",
                        new IntegerProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 60),
                        new StringProperty(MqttProperties.CONTENT_TYPE, "text/plain"),
                        new UserProperty("fairlead-from", "root"),
                        new UserProperty("colour", "red")))
                .get(0);

        MqttProperties properties = up.variableHeader().properties();
        assertThat(Packets.value(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL))
                .isEqualTo(60);
        assertThat(Packets.value(properties, MqttProperties.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(properties.getProperties(MqttProperties.USER_PROPERTY))
                .extracting(
                        property -> ((StringPair) property.value()).key + "=" + ((StringPair) property.value()).value)
                .containsExactlyInAnyOrder("fairlead-from=alice", "colour=red");
        assertThat(Packets.words(up)).isEqualTo("PUBLISH 1 'im/room/1/msg' #5 x");
    }

    @Test
    void responseTopic_goesAsTheTopicAndComesAsAName_thatCanBeAnswered() {
        open(true);

        MqttPublishMessage up = (MqttPublishMessage) relay.up(Packets.publish(
                        0, "chat/1", 0, "q", new StringProperty(MqttProperties.RESPONSE_TOPIC, "me/answers")))
                .get(0);
        assertThat(Packets.value(up.variableHeader().properties(), MqttProperties.RESPONSE_TOPIC))
                .isEqualTo("im/user/alice/answers");

        MqttPublishMessage down = (MqttPublishMessage) relay.down(Packets.publish(
                        0,
                        "im/room/1/msg",
                        0,
                        "q",
                        new StringProperty(MqttProperties.RESPONSE_TOPIC, "secret/answers/7")))
                .get(0);
        String name = String.valueOf(Packets.value(down.variableHeader().properties(), MqttProperties.RESPONSE_TOPIC));
        assertThat(name).startsWith("$reply/");

        assertThat(words(relay.up(Packets.publish(1, name, 3, "a"), Packets.publish(1, "$reply/other", 4, "b"))))
                .containsExactly("PUBLISH 1 'secret/answers/7' #3 a");
        assertThat(words(relay.client.received())).containsExactly("PUBACK #4 0x90");
    }

    @Test
    void largestPacket_ofTheBroker_refusesWhatRenamingMakesTooLarge() {
        relay.open(
                relay.connect(),
                Packets.properties(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 100)),
                false);

        List<MqttMessage> up = relay.up(
                Packets.publish(1, "chat/1", 1, "x".repeat(80)), Packets.publish(1, "chat/1", 2, "x".repeat(81)));

        assertThat(words(up)).containsExactly("PUBLISH 1 'im/room/1/msg' #1 " + "x".repeat(80));
        assertThat(words(relay.client.received())).containsExactly("PUBACK #2 0x83");
    }

    @Test
    void largestPacket_ofTheClient_withholdsWhatIsTooLargeForIt() {
        relay.open(
                relay.connect().with(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 100)),
                new MqttProperties(),
                false);

        List<MqttMessage> down = relay.down(
                Packets.publish(1, "im/room/1/msg", 1, "x".repeat(86)),
                Packets.publish(1, "im/room/1/msg", 2, "x".repeat(88)));

        assertThat(words(down)).containsExactly("PUBLISH 1 'chat/1' #1 " + "x".repeat(86));
        assertThat(words(relay.broker.received())).containsExactly("PUBACK #2");
    }

    // ---- Aliases

    @Test
    void alias_ofTheClient_keepsItsNumberAndStandsForTheTopic() {
        openWithAliases(0, 10);

        assertThat(words(relay.up(
                        Packets.publish(0, "chat/1", 0, "a", Packets.alias(3)),
                        Packets.publish(0, "", 0, "b", Packets.alias(3)),
                        Packets.publish(0, "chat/2", 0, "c", Packets.alias(3)),
                        Packets.publish(0, "", 0, "d", Packets.alias(3)))))
                .containsExactly(
                        "PUBLISH 0 'im/room/1/msg' alias 3 a",
                        "PUBLISH 0 '' alias 3 b",
                        "PUBLISH 0 'im/room/2/msg' alias 3 c",
                        "PUBLISH 0 '' alias 3 d");
    }

    @Test
    void alias_whoseFirstMessageWasRefused_isToldWithTheFirstThatPasses() {
        openWithAliases(0, 10);

        List<MqttMessage> up = relay.up(
                Packets.publish(0, "small/x", 0, "more than ten", Packets.alias(1)),
                Packets.publish(0, "", 0, "short", Packets.alias(1)),
                Packets.publish(0, "", 0, "again", Packets.alias(1)));

        assertThat(words(up)).containsExactly("PUBLISH 0 'small/x' alias 1 short", "PUBLISH 0 '' alias 1 again");
    }

    @Test
    void alias_ofTheBroker_isToldToTheClientWithTheFirstMessageThatItGets() {
        openWithAliases(10, 0);

        List<MqttMessage> down = relay.down(
                Packets.publish(0, "secret", 0, "a", Packets.alias(1)),
                Packets.publish(0, "", 0, "b", Packets.alias(1)),
                Packets.publish(0, "im/room/1/msg", 0, "c", Packets.alias(1)),
                Packets.publish(0, "", 0, "d", Packets.alias(1)));

        assertThat(words(down)).containsExactly("PUBLISH 0 'chat/1' alias 1 c", "PUBLISH 0 '' alias 1 d");
    }

    @Test
    void alias_beyondWhatTheBrokerTakes_isAFault() {
        openWithAliases(0, 2);

        relay.client.send(Packets.publish(0, "chat/1", 0, "a", Packets.alias(3)));

        assertThat(relay.client.fault)
                .satisfies(fault ->
                        assertThat(Objects.requireNonNull(fault).code()).isEqualTo(0x94));
    }

    // ---- Back-pressure

    @Test
    void broker_thatDoesNotTake_clientIsNotReadUntilItDoes() {
        open(true);

        relay.broker.setWritable(false);
        assertThat(relay.client.paused).isTrue();
        relay.client.send(Packets.publish(0, "chat/1", 0, "later"));
        relay.broker.flush();
        assertThat(relay.broker.received()).isEmpty();

        relay.broker.setWritable(true);
        relay.client.run();

        assertThat(relay.client.paused).isFalse();
        assertThat(words(relay.broker.received())).containsExactly("PUBLISH 0 'im/room/1/msg' later");
    }

    @Test
    void client_thatDoesNotTake_brokerIsNotReadUntilItDoes() {
        open(true);

        relay.client.setWritable(false);
        assertThat(relay.broker.isRead()).isFalse();
        relay.broker.send(Packets.publish(0, "im/room/1/msg", 0, "later"));
        assertThat(relay.client.received()).isEmpty();

        relay.client.setWritable(true);
        relay.broker.pass(0);

        assertThat(relay.broker.isRead()).isTrue();
        assertThat(words(relay.client.received())).containsExactly("PUBLISH 0 'chat/1' later");
    }

    @Test
    void client_thatPublishesTooFast_isReadAsFastAsItMay() {
        open(true);
        relay.client.send(
                Packets.publish(0, "slow/a", 0, "1"),
                Packets.publish(0, "slow/b", 0, "2"),
                Packets.publish(0, "slow/a", 0, "3"),
                Packets.publish(0, "slow/a", 0, "4"),
                Packets.publish(0, "chat/1", 0, "5"));
        assertThat(relay.broker.received()).hasSize(3);
        assertThat(relay.client.paused).isTrue();

        relay.pass(500);
        assertThat(words(relay.broker.received())).containsExactly("PUBLISH 0 'slow/a' 4");
        relay.pass(500);
        assertThat(words(relay.broker.received())).containsExactly("PUBLISH 0 'im/room/1/msg' 5");
        assertThat(relay.client.paused).isFalse();
    }
}
