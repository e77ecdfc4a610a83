package io.fairlead.transport.mqtt.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.UserProperty;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.TestGateway;
import io.fairlead.transport.mqtt.PacketPeer;
import io.fairlead.wire.mqtt.ListenerRules.Denied;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an MQTT client on the shared subscriptions is told of its publishes: never that something is done which is not. */
@ExtendWith(NoLeaks.class)
class AcknowledgingTest {

    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();
    private final int dropping = gateway.mqttPort(Denied.DROP);
    private final List<PacketPeer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(PacketPeer::close);
        gateway.close();
        broker.close();
    }

    private PacketPeer modern() {
        return peer(dropping, true);
    }

    private PacketPeer old() {
        return peer(dropping, false);
    }

    private PacketPeer peer(int port, boolean v5) {
        PacketPeer peer = PacketPeer.open(port, v5);
        peers.add(peer);
        return peer.connect("p" + peers.size());
    }

    private static int code(MqttMessage answer) {
        return answer.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                ? Byte.toUnsignedInt(header.reasonCode())
                : 0;
    }

    private static String why(MqttMessage answer) {
        return Says.why(((MqttPubReplyMessageVariableHeader) answer.variableHeader()).properties());
    }

    private static int code(PacketPeer closed) {
        return Byte.toUnsignedInt(((MqttReasonCodeAndPropertiesVariableHeader)
                        closed.await(MqttMessageType.DISCONNECT).variableHeader())
                .reasonCode());
    }

    @Test
    void broker_hasNotAnswered_noAcknowledgementComes() {
        broker.faults().holdAcknowledgements();
        PacketPeer peer = modern();
        peer.publish("notes/n", "one", 1);
        peer.publish("notes/n", "two", 2);
        Awaitility.await().until(() -> broker.faults().heldAcknowledgements() == 2);
        peer.ping();
        assertThat(peer.take(MqttMessageType.PUBACK)).isNull();
        assertThat(peer.take(MqttMessageType.PUBREC)).isNull();

        broker.faults().releaseAcknowledgements();

        assertThat(code(peer.await(MqttMessageType.PUBACK))).isZero();
        assertThat(code(peer.await(MqttMessageType.PUBREC))).isZero();
    }

    @Test
    void qos2Repeated_isPublishedOnce_untilItIsReleased() {
        PacketPeer peer = modern();
        peer.publish("notes/n", "once", 2, 9, false, MqttProperties.NO_PROPERTIES);
        peer.await(MqttMessageType.PUBREC);
        peer.publish("notes/n", "once", 2, 9, false, MqttProperties.NO_PROPERTIES);
        peer.await(MqttMessageType.PUBREC);
        peer.release(9);
        assertThat(code(peer.await(MqttMessageType.PUBCOMP))).isZero();
        peer.release(9);
        assertThat(code(peer.await(MqttMessageType.PUBCOMP))).isEqualTo(0x92);

        peer.publish("notes/n", "again", 2, 9, false, MqttProperties.NO_PROPERTIES);
        peer.await(MqttMessageType.PUBREC);

        assertThat(broker.published().stream().map(Message::payload).map(String::new))
                .containsExactly("once", "again");
        assertThat(broker.published()).allMatch(message -> message.qos() == Qos.EXACTLY_ONCE);
    }

    @Test
    void routeOfAnotherForm_takesThePacketAsItIs_andItsPropertiesReachPages() {
        JsonClient page = gateway.connect();
        page.subscribe("notes/n");
        MqttProperties says = Says.text(MqttProperties.CONTENT_TYPE, "text/x");
        says.add(new MqttProperties.IntegerProperty(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1));
        says.add(new MqttProperties.IntegerProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 60));
        says.add(new UserProperties(List.of(new StringPair("fairlead-from", "somebody"))));

        PacketPeer peer = modern();
        peer.publish("chat/1", "not JSON", 0);
        peer.publish("notes/n", "note", 1, says);
        peer.await(MqttMessageType.PUBACK);

        page.await("\"text\":\"note\"", "\"contentType\":\"text/x\"");
        Message note = broker.published().stream()
                .filter(message -> message.topic().value().equals("note/n"))
                .findFirst()
                .orElseThrow();
        assertThat(note.utf8()).isTrue();
        assertThat(note.expirySeconds()).isEqualTo(60);
        assertThat(note.properties()).extracting(UserProperty::name).containsExactly("fairlead-id");
    }

    @Test
    void publishThatIsDenied_isRefusedInMqtt5_withLegAndReason() {
        PacketPeer peer = modern();

        peer.publish("bulletin/b", "x", 1);
        MqttMessage forbidden = peer.await(MqttMessageType.PUBACK);
        assertThat(code(forbidden)).isEqualTo(0x87);
        assertThat(why(forbidden)).startsWith("gateway: ").endsWith("(forbidden)");
        peer.publish("nowhere/b", "x", 2);
        assertThat(code(peer.await(MqttMessageType.PUBREC))).isEqualTo(0x90);
        peer.publish("$fairlead/other", "x", 1);
        assertThat(code(peer.await(MqttMessageType.PUBACK))).isEqualTo(0x90);
        peer.publish("notes/n", "x", 1, Says.text(MqttProperties.RESPONSE_TOPIC, "notes/answer"));
        assertThat(code(peer.await(MqttMessageType.PUBACK))).isEqualTo(0x83);
        assertThat(broker.published()).isEmpty();
    }

    @Test
    void textThatBrokersDoNotTake_stopsHere_andIsNotRepeatedInWhatOthersRead() {
        PacketPeer peer = modern();

        peer.publish("notes/a\nb", "x", 1);
        assertThat(code(peer.await(MqttMessageType.PUBACK))).isEqualTo(0x90);
        peer.publish("notes/n", "x", 1, Says.text(MqttProperties.CONTENT_TYPE, "a\u0001b"));
        assertThat(code(peer.await(MqttMessageType.PUBACK))).isEqualTo(0x80);
        MqttProperties pair = new MqttProperties();
        pair.add(new UserProperties(List.of(new StringPair("name", "a\u0001b"))));
        peer.publish("notes/n", "x", 1, pair);
        assertThat(code(peer.await(MqttMessageType.PUBACK))).isEqualTo(0x80);
        peer.publish("$fairlead/a\nb", "x", 1);
        assertThat(why(peer.await(MqttMessageType.PUBACK))).doesNotContain("\n");
        peer.publish("notes/a\nb", "x", 1, Says.text(MqttProperties.RESPONSE_TOPIC, "notes/answer"));
        assertThat(why(peer.await(MqttMessageType.PUBACK))).doesNotContain("\n");
        assertThat(broker.published()).isEmpty();
    }

    @Test
    void brokerRefuses_clientIsToldItsCode() {
        broker.faults().refusePublish("note/#", 0x97, "quota");
        PacketPeer peer = modern();

        peer.publish("notes/n", "x", 1);

        MqttMessage answer = peer.await(MqttMessageType.PUBACK);
        assertThat(code(answer)).isEqualTo(0x97);
        assertThat(why(answer)).startsWith("broker: ");
    }

    @Test
    void outcomeIsUnknown_isNoSuccessInMqtt5_andMqtt311IsDisconnected() {
        broker.faults().holdAcknowledgements();
        PacketPeer modern = modern();
        PacketPeer old = old();
        modern.publish("notes/n", "x", 1);
        old.publish("notes/n", "x", 1);
        Awaitility.await().until(() -> broker.faults().heldAcknowledgements() == 2);

        broker.down();
        broker.loseSessions();
        broker.up();

        MqttMessage answer = modern.await(MqttMessageType.PUBACK);
        assertThat(code(answer)).isEqualTo(0x80);
        assertThat(why(answer)).startsWith("broker: ");
        old.awaitClosed();
        assertThat(old.take(MqttMessageType.PUBACK)).isNull();
    }

    @Test
    void deniedInMqtt311_isAcknowledgedAndDropped_orDisconnected_asTheListenerSays() {
        PacketPeer dropped = old();
        dropped.publish("bulletin/b", "x", 1);
        dropped.await(MqttMessageType.PUBACK);
        dropped.publish("bulletin/b", "x", 2, 77, false, MqttProperties.NO_PROPERTIES);
        dropped.await(MqttMessageType.PUBREC);
        dropped.release(77);
        dropped.await(MqttMessageType.PUBCOMP);

        PacketPeer cut = peer(gateway.mqttPort(Denied.DISCONNECT), false);
        cut.publish("bulletin/b", "x", 1);
        cut.awaitClosed();

        assertThat(cut.take(MqttMessageType.PUBACK)).isNull();
        assertThat(broker.published()).isEmpty();
    }

    @Test
    void deniedWithQos0_goesNowhere_andTheClientStays() {
        PacketPeer peer = modern();
        peer.publish("bulletin/b", "x", 0);
        peer.ping();

        assertThat(broker.published()).isEmpty();
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void fasterThanAllowed_clientIsReadMoreSlowly_andNothingIsRefusedInEitherVersion() {
        PacketPeer modern = modern();
        PacketPeer old = old();
        for (int i = 0; i < 50; i++) {
            modern.publish("notes/n", "m" + i, 1);
            old.publish("notes/o", "o" + i, 1);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(code(modern.await(MqttMessageType.PUBACK))).isZero();
            old.await(MqttMessageType.PUBACK);
        }
        assertThat(broker.published()).hasSize(100);
    }

    @Test
    void topicAlias_isAFault() {
        PacketPeer peer = modern();
        peer.publish("notes/n", "x", 1, Says.number(MqttProperties.TOPIC_ALIAS, 1));
        assertThat(code(peer)).isEqualTo(0x94);
    }
}
