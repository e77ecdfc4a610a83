package io.fairlead.transport.mqtt.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.topic.Qos;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.TestGateway;
import io.fairlead.transport.mqtt.PacketPeer;
import io.fairlead.wire.mqtt.ListenerRules.Denied;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is let in on the shared subscriptions, for how long, and what is refused at once. */
@ExtendWith(NoLeaks.class)
class AdmittingTest {

    /** More packets than wait for a client to be let in. */
    private static final int EARLY = 70;

    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();
    private final int port = gateway.mqttPort(Denied.DROP);
    private final List<PacketPeer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(PacketPeer::close);
        gateway.close();
        broker.close();
    }

    private PacketPeer peer(boolean v5) {
        PacketPeer peer = PacketPeer.open(port, v5);
        peers.add(peer);
        return peer;
    }

    private PacketPeer as(String user, String clientId, boolean v5) {
        PacketPeer peer = peer(v5);
        assertThat(code(peer.connecting(connect -> credentials(connect.clientId(clientId), user))))
                .isZero();
        return peer;
    }

    private static void credentials(MqttMessageBuilders.ConnectBuilder connect, String user) {
        connect.username("any")
                .password(TestGateway.token(user).getBytes(StandardCharsets.UTF_8))
                .hasUser(true)
                .hasPassword(true);
    }

    private static int code(MqttConnAckMessage answer) {
        return Byte.toUnsignedInt(answer.variableHeader().connectReturnCode().byteValue());
    }

    private static int endOf(PacketPeer peer) {
        return Byte.toUnsignedInt(((MqttReasonCodeAndPropertiesVariableHeader)
                        peer.await(MqttMessageType.DISCONNECT).variableHeader())
                .reasonCode());
    }

    @Test
    void connAck_saysWhatThereIsAndWhatNot() {
        MqttConnAckMessage answer = peer(true).connecting(connect -> {});

        MqttProperties says = answer.variableHeader().properties();
        assertThat(code(answer)).isZero();
        assertThat(answer.variableHeader().isSessionPresent()).isFalse();
        assertThat(Says.of(says, MqttProperties.SESSION_EXPIRY_INTERVAL)).isEqualTo(0);
        assertThat(Says.of(says, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE)).isEqualTo(0);
        assertThat(Says.of(says, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE))
                .isEqualTo(0);
        assertThat(Says.of(says, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(64);
        assertThat(Says.of(says, MqttProperties.MAXIMUM_PACKET_SIZE)).isEqualTo(64 << 10);
        assertThat((String) Says.of(says, MqttProperties.ASSIGNED_CLIENT_IDENTIFIER))
                .isNotEmpty();
    }

    @Test
    void whatCannotBeKept_isRefusedAtConnect() {
        assertThat(refused(
                        true, connect -> connect.properties(Says.number(MqttProperties.SESSION_EXPIRY_INTERVAL, 60))))
                .isEqualTo(0x83);
        assertThat(refused(false, connect -> connect.clientId("c").cleanSession(false)))
                .isEqualTo(5);
        assertThat(refused(true, AdmittingTest::will)).isEqualTo(0x83);
        assertThat(refused(false, AdmittingTest::will)).isEqualTo(5);
        assertThat(refused(true, connect -> connect.properties(Says.method("SCRAM-SHA-1", "x"))))
                .isEqualTo(0x8C);
        assertThat(refused(true, connect -> connect.clientId("a/b"))).isEqualTo(0x85);
        assertThat(refused(false, connect -> connect.clientId("a/b"))).isEqualTo(2);
    }

    private static void will(MqttMessageBuilders.ConnectBuilder connect) {
        connect.willFlag(true).willTopic("notes/w").willMessage(new byte[] {1});
    }

    @Test
    void tokenThatDoesNotHold_isRefused() {
        assertThat(refused(true, connect -> wrong(connect))).isEqualTo(0x86);
        assertThat(refused(false, connect -> wrong(connect))).isEqualTo(4);
    }

    private static void wrong(MqttMessageBuilders.ConnectBuilder connect) {
        connect.username("u")
                .password("no.token.this".getBytes(StandardCharsets.UTF_8))
                .hasUser(true)
                .hasPassword(true);
    }

    private int refused(boolean v5, Consumer<MqttMessageBuilders.ConnectBuilder> how) {
        PacketPeer peer = peer(v5);
        MqttConnAckMessage answer = peer.connecting(how);
        if (v5) {
            assertThat(Says.why(answer.variableHeader().properties())).matches("(client|gateway): .* \\(\\w+\\)");
        }
        peer.awaitClosed();
        return code(answer);
    }

    @Test
    void whatIsNotHere_isRefusedAtSubscribe() {
        PacketPeer modern = as("alice", "m", true);
        PacketPeer old = as("alice", "o", false);

        assertThat(modern.subscribe("$share/g/notes/n", 1)).isEqualTo(0x9E);
        assertThat(old.subscribe("$share/g/notes/n", 1)).isEqualTo(0x80);
        assertThat(modern.subscribe("inbox/alice", 1)).isEqualTo(0x83);
        assertThat(modern.subscribe("desk/bob", 1)).isEqualTo(0x8F);
        assertThat(modern.subscribe("$fairlead/auth", 1)).isEqualTo(0x8F);
        modern.send(MqttMessageBuilders.subscribe()
                .messageId(99)
                .properties(Says.number(MqttProperties.SUBSCRIPTION_IDENTIFIER, 7))
                .addSubscription("notes/n", MqttSubscriptionOption.onlyFromQos(MqttQoS.AT_MOST_ONCE))
                .build());
        assertThat(((MqttSubAckMessage) modern.await(MqttMessageType.SUBACK))
                        .payload()
                        .reasonCodes())
                .containsExactly(0xA1);
        assertThat(broker.connected().stream().flatMap(id -> broker.filtersOf(id).stream()))
                .noneMatch(filter -> filter.value().startsWith("note/"));
    }

    @Test
    void severalFilters_areAnsweredTogether_inTheirOrder_withTheFirstReason() {
        PacketPeer peer = as("alice", "m", true);
        peer.send(MqttMessageBuilders.subscribe()
                .messageId(5)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "nowhere/n")
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "notes/n")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "desk/alice")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "desk/bob")
                .build());

        MqttSubAckMessage answer = (MqttSubAckMessage) peer.await(MqttMessageType.SUBACK);
        assertThat(answer.payload().reasonCodes()).containsExactly(0x8F, 1, 0, 0x8F);
        assertThat(Says.why(answer.idAndPropertiesVariableHeader().properties()))
                .contains("nowhere/n", "and 1 more");
    }

    @Test
    void sameIdAgain_olderClientIsToldSo() {
        PacketPeer older = as("alice", "tab", true);
        as("alice", "tab", true);
        assertThat(endOf(older)).isEqualTo(0x8E);
        older.awaitClosed();

        PacketPeer anonymous = peer(true).connect("device");
        peer(false).connect("device");
        assertThat(endOf(anonymous)).isEqualTo(0x8E);
    }

    @Test
    void otherUserUnderTheSameId_isAnotherClient() {
        PacketPeer alice = as("alice", "tab", true);
        as("bob", "tab", true);
        alice.ping();
        assertThat(alice.isOpen()).isTrue();
    }

    @Test
    void anonymousClient_underAPagesName_leavesThePageAlone() {
        JsonClient page = gateway.connect();
        page.send("{\"type\":\"connect\",\"id\":1}");
        String welcome = page.await("\"type\":\"welcome\"");
        String name = welcome.replaceFirst(".*\"client\":\"([^\"]+)\".*", "$1");

        PacketPeer stranger = peer(true).connect(name);
        stranger.ping();
        peer(true).connect(name);
        assertThat(endOf(stranger)).isEqualTo(0x8E);

        page.subscribe("notes/n");
        assertThat(page.isOpen()).isTrue();
    }

    @Test
    void clientThatDoesNotWaitToBeLetIn_isAnsweredInOrder() {
        List<Consumer<AuthOutcome>> asked = new CopyOnWriteArrayList<>();
        PacketPeer peer = PacketPeer.open(gateway.mqttPort(Denied.DROP, (token, outcome) -> asked.add(outcome)), true);
        peers.add(peer);
        peer.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .cleanSession(true)
                .clientId("c")
                .build());
        peer.send(MqttMessage.PINGREQ);
        peer.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "$share/g/notes/n")
                .build());
        for (int i = 0; i < EARLY; i++) {
            peer.send(MqttMessageBuilders.unsubscribe()
                    .messageId(2 + i)
                    .addTopicFilter("notes/n")
                    .build());
        }
        Awaitility.await().until(() -> !asked.isEmpty());

        asked.get(0).accept(new AuthOutcome.Verified(Identity.ANONYMOUS));

        Awaitility.await().until(() -> peer.packets().size() == 3 + EARLY);
        assertThat(peer.packets().subList(0, 4))
                .extracting(packet -> packet.fixedHeader().messageType())
                .containsExactly(
                        MqttMessageType.CONNACK,
                        MqttMessageType.PINGRESP,
                        MqttMessageType.SUBACK,
                        MqttMessageType.UNSUBACK);
        assertThat(peer.packets().subList(3, 3 + EARLY))
                .allMatch(packet -> ((MqttUnsubAckMessage) packet)
                        .payload()
                        .unsubscribeReasonCodes()
                        .equals(List.of((short) 0)));
    }

    @Test
    void nodeDrains_clientIsNotified_andDisconnected() {
        PacketPeer peer = as("alice", "m", true);
        peer.subscribe("$fairlead/notice", 0);

        gateway.drain(Duration.ofMillis(200));

        assertThat(peer.awaitMessages(1).get(0).text()).contains("\"code\":\"draining\"");
        assertThat(endOf(peer)).isEqualTo(0x8B);
    }

    /** MQTT has no word for a subscription that the server ends. */
    @Test
    void freshToken_withFewerRights_endsTheConnectionWhereTheyWereInUse() {
        PacketPeer peer = peer(true);
        peer.connecting(
                connect -> connect.properties(Says.method("fairlead-jwt", TestGateway.token("alice", "staff"))));
        assertThat(peer.subscribe("staff/a", 1)).isEqualTo(1);

        peer.publish("$fairlead/auth", TestGateway.token("alice"), 1);

        assertThat(endOf(peer)).isEqualTo(0x87);
        peer.awaitClosed();
    }

    @Test
    void freshToken_isTakenByPublish_andByAuth_andAnothersIsNot() {
        PacketPeer peer = peer(true);
        peer.connecting(connect -> connect.properties(Says.method("fairlead-jwt", TestGateway.token("alice"))));
        assertThat(peer.subscribe("desk/alice", 1)).isEqualTo(1);

        peer.publish("$fairlead/auth", TestGateway.token("alice"), 1);
        peer.await(MqttMessageType.PUBACK);
        peer.send(MqttMessageBuilders.auth()
                .reasonCode((byte) 0x19)
                .properties(Says.method("fairlead-jwt", TestGateway.token("alice")))
                .build());
        peer.await(MqttMessageType.AUTH);
        broker.publish("im/desk/alice", "still here", Qos.AT_LEAST_ONCE);
        assertThat(peer.awaitMessages(1)).hasToString("[desk/alice still here]");

        peer.subscribe("$fairlead/notice", 0);
        peer.publish("$fairlead/auth", TestGateway.token("bob"), 0);
        assertThat(peer.awaitMessages(2).get(1).text()).contains("\"type\":\"error\",\"code\":\"forbidden\"");
        peer.publish("$fairlead/auth", TestGateway.token("alice"), 0);
        assertThat(peer.awaitMessages(3).get(2).text()).contains("\"type\":\"authenticated\"");

        peer.send(MqttMessageBuilders.auth()
                .reasonCode((byte) 0x19)
                .properties(Says.method("fairlead-jwt", TestGateway.token("bob")))
                .build());
        assertThat(endOf(peer)).isEqualTo(0x87);
        // The gateway's own, to see whether its link has caught up, may be among them.
        assertThat(broker.published())
                .allMatch(message -> message.topic().value().startsWith("fairlead/echo/"));
    }
}
