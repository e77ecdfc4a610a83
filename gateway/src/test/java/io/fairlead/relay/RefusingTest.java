package io.fairlead.relay;

import static io.fairlead.relay.FilterPackets.codes;
import static io.fairlead.relay.FilterPackets.filters;
import static io.fairlead.relay.FilterPackets.subAck;
import static io.fairlead.relay.FilterPackets.subscribe;
import static io.fairlead.relay.FilterPackets.unsubAck;
import static io.fairlead.relay.FilterPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway refuses and withholds in the midst of what passes, packet by packet on both legs. */
class RefusingTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    private void open(boolean v5) {
        relay.close();
        relay = new RelayTester(v5);
        relay.open();
    }

    private static List<String> words(List<MqttMessage> packets) {
        return packets.stream().map(Packets::words).toList();
    }

    // ---- Filters

    @Test
    void subscribe_withRefusedFilters_getsTheirCodesBesideTheBrokers() {
        open(true);

        List<MqttMessage> up = relay.up(subscribe(9, "nowhere", "chat/+", "$share/others/chat/1", "slow/a"));
        assertThat(up).singleElement().satisfies(packet -> {
            assertThat(filters(packet)).containsExactly("im/room/+/msg");
            assertThat(Answers.idOf(packet)).isEqualTo(9);
        });

        List<MqttMessage> down = relay.down(subAck(9, 2));
        assertThat(codes(down.get(0))).containsExactly(0x8F, 2, 0x87, 0x87);
        assertThat(FilterPackets.why(down.get(0))).startsWith("gateway: ");
        assertThat(relay.log).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void subscribe_withNothingAllowed_isAnsweredWithoutTheBroker(boolean v5) {
        open(v5);

        assertThat(relay.up(subscribe(9, "nowhere", "a//b"))).isEmpty();
        assertThat(codes(relay.client.received().get(0))).containsExactly(v5 ? 0x8F : 0x80, v5 ? 0x8F : 0x80);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void unsubscribe_ofAFilterThatNeverWas_isAnsweredWithoutTheBroker(boolean v5) {
        open(v5);

        assertThat(relay.up(unsubscribe(9, "nowhere"))).isEmpty();
        MqttMessage answer = relay.client.received().get(0);
        assertThat(answer.fixedHeader().messageType()).isEqualTo(MqttMessageType.UNSUBACK);
        assertThat(codes(answer)).isEqualTo(v5 ? List.of(0x11) : List.of());
    }

    @Test
    void unsubscribe_ofWhatOnlyAKeptSessionMayKnow_isNotSaidToHaveEnded() {
        relay.open(relay.connect().token("alice"), new MqttProperties(), true);

        assertThat(filters(
                        relay.up(unsubscribe(9, "nowhere", "chat/1", "slow/a")).get(0)))
                .containsExactly("im/room/1/msg");

        MqttMessage answer = relay.down(unsubAck(9, 0)).get(0);
        assertThat(codes(answer)).containsExactly(0x8F, 0, 0x87);
        assertThat(FilterPackets.why(answer)).startsWith("gateway: ");
    }

    @Test
    void subscription_whoseRightTheMapTakesAway_endsAtTheBrokerAndTheClientSeesNoAnswer() {
        open(true);
        relay.up(subscribe(9, "chat/1"));
        assertThat(relay.down(subAck(9, 1))).hasSize(1);
        assertThat(relay.down(Packets.publish(1, "im/room/1/msg", 1, "a"))).hasSize(1);

        relay.use("version: 1\n");

        assertThat(relay.down(Packets.publish(1, "im/room/1/msg", 2, "b"))).isEmpty();
        List<MqttMessage> up = relay.broker.received();
        assertThat(up).hasSize(2);
        assertThat(filters(up.get(0))).containsExactly("im/room/1/msg");
        assertThat(Packets.words(up.get(1))).isEqualTo("PUBACK #2");
        assertThat(relay.down(unsubAck(Answers.idOf(up.get(0)), 0))).isEmpty();
        assertThat(relay.client.fault).isNull();
    }

    // ---- Publishes

    @Test
    void qos2_refusedAndPassedOnTheSameId_oneAfterTheOther_areKeptApart() {
        open(false);

        assertThat(relay.up(Packets.publish(2, "ro/x", 5, "a"))).isEmpty();
        assertThat(relay.up(Packets.answer(MqttMessageType.PUBREL, 5))).isEmpty();
        assertThat(words(relay.client.received())).containsExactly("PUBREC #5", "PUBCOMP #5");

        assertThat(words(relay.up(Packets.publish(2, "chat/1", 5, "b"))))
                .containsExactly("PUBLISH 2 'im/room/1/msg' #5 b");
        assertThat(words(relay.down(Packets.answer(MqttMessageType.PUBREC, 5)))).containsExactly("PUBREC #5");
        assertThat(words(relay.up(Packets.answer(MqttMessageType.PUBREL, 5)))).containsExactly("PUBREL #5");
        assertThat(words(relay.down(Packets.answer(MqttMessageType.PUBCOMP, 5))))
                .containsExactly("PUBCOMP #5");
    }

    @Test
    void qos2_repeatedFromBeforeAndRefusedNow_endsAtTheBrokerBeforeTheClientHears() {
        open(true);

        assertThat(words(relay.up(Packets.publish(2, true, false, "ro/x", 5, "a"))))
                .containsExactly("PUBREL #5");
        assertThat(relay.client.received()).isEmpty();
        assertThat(words(relay.down(Packets.answer(MqttMessageType.PUBCOMP, 5))))
                .containsExactly("PUBREC #5 0x87");
    }

    @Test
    void client_thatWantsNoReasons_getsCodesAlone() {
        relay.open(
                relay.connect().token("alice").with(new IntegerProperty(MqttProperties.REQUEST_PROBLEM_INFORMATION, 0)),
                new MqttProperties(),
                false);

        relay.up(Packets.publish(1, "ro/x", 5, "a"));

        MqttMessage answer = relay.client.received().get(0);
        assertThat(Packets.words(answer)).isEqualTo("PUBACK #5 0x87");
        assertThat(Packets.reason(answer)).isEqualTo("null");
    }

    @Test
    void publish_toRetainWhereTheRouteHasNone_isRefused() {
        open(true);

        assertThat(relay.up(Packets.publish(1, false, true, "me/x", 5, "a"))).isEmpty();
        assertThat(words(relay.client.received())).containsExactly("PUBACK #5 0x87");
    }

    @Test
    void publish_underTheGatewaysNames_neverReachesTheBroker() {
        open(true);

        assertThat(relay.up(
                        Packets.publish(1, "$fairlead/notice", 1, "a"),
                        Packets.publish(1, "$reply/x", 2, "b"),
                        Packets.publish(1, "fairlead/claim/x", 3, "c"),
                        Packets.publish(1, "$share/workers/chat/1", 4, "d")))
                .isEmpty();
        assertThat(words(relay.client.received()))
                .containsExactly("PUBACK #1 0x90", "PUBACK #2 0x90", "PUBACK #3 0x90", "PUBACK #4 0x90");
    }

    // ---- Response topics

    @Test
    void responseTopic_thatTheClientMayNotRead_refusesThePublish() {
        open(true);

        assertThat(relay.up(
                        Packets.publish(
                                1, "chat/1", 1, "q", new StringProperty(MqttProperties.RESPONSE_TOPIC, "nowhere")),
                        Packets.publish(
                                1, "chat/1", 2, "q", new StringProperty(MqttProperties.RESPONSE_TOPIC, "slow/x"))))
                .isEmpty();
        assertThat(words(relay.client.received())).containsExactly("PUBACK #1 0x90", "PUBACK #2 0x87");
    }

    @Test
    void request_ofAPage_isAnsweredUnderItsTopicOnTheBroker() {
        open(true);
        String topic = "fairlead/reply/gw-1.0/qW3rT9yU1iO5pA7sD2fG4h";

        MqttPublishMessage request = (MqttPublishMessage) relay.down(Packets.publish(
                        1, "im/room/1/msg", 1, "led on", new StringProperty(MqttProperties.RESPONSE_TOPIC, topic)))
                .get(0);
        String name =
                String.valueOf(Packets.value(request.variableHeader().properties(), MqttProperties.RESPONSE_TOPIC));
        assertThat(name).startsWith("$reply/");

        assertThat(words(relay.up(
                        Packets.publish(1, name, 3, "done"), Packets.publish(1, topic, 4, "past the gateway"))))
                .containsExactly("PUBLISH 1 '" + topic + "' #3 done");
        assertThat(words(relay.client.received())).containsExactly("PUBACK #4 0x90");
        relay.pass(ResponseTopics.LIFE_MILLIS);
        assertThat(words(relay.up(Packets.publish(1, name, 5, "too late")))).containsExactly("PINGREQ");
    }

    @Test
    void responseTopic_ofTheGatewaysOwn_isTakenOff() {
        open(true);

        MqttPublishMessage down = (MqttPublishMessage) relay.down(Packets.publish(
                        1,
                        "im/room/1/msg",
                        1,
                        "q",
                        new StringProperty(MqttProperties.RESPONSE_TOPIC, "fairlead/claim/x")))
                .get(0);

        assertThat(Packets.value(down.variableHeader().properties(), MqttProperties.RESPONSE_TOPIC))
                .isNull();
    }
}
