package io.fairlead.transport.mqtt.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.TestGateway;
import io.fairlead.transport.mqtt.PacketPeer;
import io.fairlead.transport.mqtt.PacketPeer.Got;
import io.fairlead.wire.mqtt.ListenerRules.Denied;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages to and from MQTT clients on the node's shared subscriptions, over real sockets. */
@ExtendWith(NoLeaks.class)
class SharedMqttTest {

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

    private PacketPeer modern(String id) {
        return peer(true).connect(id);
    }

    private PacketPeer old(String id) {
        return peer(false).connect(id);
    }

    @Test
    void pageAndClientsOfBothVersions_hearEachOtherOnOneChannel_forOneSubscriptionAtTheBroker() {
        JsonClient page = gateway.connect();
        page.subscribe("notes/n");
        PacketPeer modern = modern("m");
        PacketPeer old = old("o");
        assertThat(modern.subscribe("notes/n", 1)).isEqualTo(1);
        assertThat(old.subscribe("notes/n", 0)).isZero();

        page.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"notes/n\",\"text\":\"from the page\"}");
        assertThat(modern.awaitMessages(1)).hasToString("[notes/n from the page]");
        assertThat(old.awaitMessages(1)).hasToString("[notes/n from the page]");

        modern.publish("notes/n", "from 5", 1);
        modern.await(MqttMessageType.PUBACK);
        page.await("\"text\":\"from 5\"");
        old.publish("notes/n", "from 3", 0);
        page.await("\"text\":\"from 3\"");

        assertThat(modern.awaitMessages(3)).hasToString("[notes/n from the page, notes/n from 5, notes/n from 3]");
        assertThat(old.awaitMessages(3)).hasSize(3).allMatch(got -> got.qos() == 0);
        assertThat(broker.connected().stream()
                        .filter(id -> id.startsWith("fl.n."))
                        .flatMap(id -> broker.filtersOf(id).stream()))
                .filteredOn(filter -> filter.value().equals("note/n"))
                .hasSize(1);
    }

    @Test
    void qosOfASubscription_isTheLeastOfAskedRouteAndOne() {
        PacketPeer peer = modern("a");

        assertThat(peer.subscribe("notes/a", 2)).isEqualTo(1);
        assertThat(peer.subscribe("notes/a", 0)).isZero();
        assertThat(peer.subscribe("devices/d/t", 1)).isZero();
        broker.publish("note/a", "x", Qos.EXACTLY_ONCE);
        assertThat(peer.awaitMessages(1).get(0).qos()).isZero();
    }

    @Test
    void windowIsFull_nextMessageWaitsForAnAcknowledgement_whileQos0GoesOn() {
        PacketPeer peer = peer(true);
        peer.connecting(connect -> connect.properties(Says.number(Says.RECEIVE_MAXIMUM, 2)));
        peer.holdAcknowledgements();
        peer.subscribe("feed/f", 1);
        peer.subscribe("notes/n", 0);

        for (int i = 1; i <= 5; i++) {
            broker.publish("feed/f", "" + i, Qos.AT_LEAST_ONCE);
        }
        broker.publish("note/n", "meanwhile", Qos.AT_LEAST_ONCE);
        List<Got> first = peer.awaitMessages(3);
        assertThat(first).hasToString("[feed/f 1, feed/f 2, notes/n meanwhile]");
        peer.ping();
        assertThat(peer.messages()).hasSize(3);

        peer.acknowledge(first.get(1));
        assertThat(peer.awaitMessages(4).get(3).text()).isEqualTo("3");
        peer.acknowledge(first.get(0));
        peer.acknowledge(peer.messages().get(3));
        assertThat(peer.awaitMessages(6))
                .hasToString("[feed/f 1, feed/f 2, notes/n meanwhile, feed/f 3, feed/f 4, feed/f 5]");
        assertThat(first.get(0).packetId()).isNotEqualTo(first.get(1).packetId());
    }

    @Test
    void windowIsFull_onARouteThatKeepsTheLatest_onlyThatComesAfterwards_andANoticeSaysHowManyNot() {
        PacketPeer peer = peer(true);
        peer.connecting(connect -> connect.properties(Says.number(Says.RECEIVE_MAXIMUM, 1)));
        peer.holdAcknowledgements();
        peer.subscribe("$fairlead/notice", 0);
        peer.subscribe("state/s", 1);

        for (int i = 1; i <= 4; i++) {
            broker.publish("state/s", "" + i, Qos.AT_LEAST_ONCE);
        }
        Got first = peer.awaitMessages(1).get(0);
        peer.ping();
        peer.acknowledge(first);

        List<Got> all = peer.awaitMessages(3);
        assertThat(all.get(1).topic()).isEqualTo("$fairlead/notice");
        assertThat(all.get(1).text())
                .isEqualTo(
                        "{\"type\":\"notice\",\"code\":\"dropped\",\"channel\":\"state/s\",\"count\":2,\"why\":\"slow\"}");
        assertThat(all.get(2).text()).isEqualTo("4");
    }

    @Test
    void messageLargerThanTheClientTakes_isNotSent_andTheNextIs() {
        PacketPeer peer = peer(true);
        peer.connecting(connect -> connect.properties(Says.number(Says.MAXIMUM_PACKET_SIZE, 200)));
        peer.subscribe("feed/f", 1);

        broker.publish("feed/f", "x".repeat(300), Qos.AT_LEAST_ONCE);
        broker.publish("feed/f", "small", Qos.AT_LEAST_ONCE);

        assertThat(peer.awaitMessages(1)).hasToString("[feed/f small]");
    }

    @Test
    void retainHandling_saysWhetherTheRetainedMessageIsReplayed() {
        broker.retain("note/r", "kept");
        PacketPeer peer = modern("a");

        peer.subscribe("notes/r", option(RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE, false, false));
        peer.subscribe("notes/r", option(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS, false, false));
        broker.publish("note/r", "live", Qos.AT_LEAST_ONCE);
        assertThat(peer.awaitMessages(1)).hasToString("[notes/r live]");

        peer.subscribe("notes/r", option(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE, false, false));
        Got replayed = peer.awaitMessages(2).get(1);
        assertThat(replayed).hasToString("notes/r kept");
        assertThat(replayed.retain()).isTrue();

        PacketPeer other = modern("b");
        other.subscribe("notes/r", option(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS, false, false));
        assertThat(other.awaitMessages(1)).hasToString("[notes/r kept]");
    }

    @Test
    void retainAsPublished_isForWhoAsks() {
        PacketPeer asks = modern("a");
        asks.subscribe("notes/r", option(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE, false, true));
        PacketPeer other = modern("b");
        other.subscribe("notes/r", 1);

        broker.retain("note/r", "v");

        assertThat(asks.awaitMessages(1).get(0).retain()).isTrue();
        assertThat(other.awaitMessages(1).get(0).retain()).isFalse();
    }

    @Test
    void noLocal_leavesOutOnesOwnPublishes() {
        PacketPeer peer = modern("a");
        peer.subscribe("notes/l", option(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE, true, false));

        peer.publish("notes/l", "own", 1);
        peer.await(MqttMessageType.PUBACK);
        modern("b").publish("notes/l", "another's", 1);

        assertThat(peer.awaitMessages(1)).hasToString("[notes/l another's]");
    }

    private static MqttSubscriptionOption option(
            RetainedHandlingPolicy retained, boolean noLocal, boolean asPublished) {
        return new MqttSubscriptionOption(MqttQoS.AT_LEAST_ONCE, noLocal, asPublished, retained);
    }

    @Test
    void unsubscribed_hearsNothingMore() {
        PacketPeer peer = modern("a");
        peer.subscribe("notes/u", 1);
        peer.subscribe("notes/v", 1);

        peer.unsubscribe("notes/u");
        broker.publish("note/u", "gone", Qos.AT_LEAST_ONCE);
        broker.publish("note/v", "there", Qos.AT_LEAST_ONCE);

        assertThat(peer.awaitMessages(1)).hasToString("[notes/v there]");
    }

    @Test
    void clientThatLeaves_givesItsSubscriptionsBack() {
        PacketPeer peer = modern("a");
        peer.subscribe("brief/b", 1);
        peer.close();

        Awaitility.await().until(() -> gateway.count(loop -> loop.subscriptions) == 0);
        Awaitility.await().until(() -> gateway.count(loop -> loop.sessions) == 0);
    }
}
