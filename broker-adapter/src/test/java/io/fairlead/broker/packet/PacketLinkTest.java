package io.fairlead.broker.packet;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionProbe;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.packet.ScriptedBroker.Packet;
import io.fairlead.broker.packet.ScriptedBroker.Wire;
import io.fairlead.topic.Qos;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a link makes of a broker that does what real ones do rarely or never. */
class PacketLinkTest {

    private static final int QOS_1 = 2;
    private static final int QOS_2 = 4;
    private static final int DUP = 8;

    private final ScriptedBroker broker = new ScriptedBroker();
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    /** That of the link made last. */
    private BrokerAccess access = new BrokerAccess(BrokerSettings.of("mqtt://127.0.0.1"));

    @AfterEach
    void end() {
        broker.close();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private SessionProbe link(@Nullable MqttVersion version, Duration keepAlive, Duration connectTimeout) {
        BrokerSettings settings = new BrokerSettings(
                List.of(BrokerAddress.parse(broker.url())),
                version,
                null,
                BrokerSettings.Tls.DEFAULT,
                keepAlive,
                connectTimeout,
                1000,
                Duration.ofMillis(1),
                Duration.ofMillis(5));
        access = new BrokerAccess(settings);
        PacketLinks links = new PacketLinks(access);
        return new SessionProbe(links::open, new LinkOptions("a", false, Duration.ofMinutes(1), 10, false, loop));
    }

    private SessionProbe link() {
        return link(MqttVersion.V5, Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    private static LinkDown firstDown(SessionProbe link) {
        await().until(() -> !link.downs().isEmpty());
        return link.downs().get(0);
    }

    static Stream<Arguments> whatIsWrong() {
        return Stream.of(
                Arguments.of("no MQTT", new int[] {0x30, 2, 0, 3, 'a', 'b', 'c', 0}),
                Arguments.of("no MQTT", new int[] {0x36, 5, 0, 1, 'a', 0, 1}),
                Arguments.of("no MQTT", new int[] {0x32, 6, 0, 1, 'a', 0, 0, 0}),
                Arguments.of("no MQTT", new int[] {0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1}),
                Arguments.of("no MQTT", new int[] {0x00, 0}),
                Arguments.of("no MQTT", new int[] {0x30, 4, 0, 1, 0xFF, 0}),
                Arguments.of("at least one character", new int[] {0x30, 3, 0, 0, 0}),
                Arguments.of("topic alias", new int[] {0x30, 7, 0, 1, 'a', 3, 0x23, 0, 1}),
                Arguments.of("no '+', '#'", new int[] {0x30, 9, 0, 1, 'a', 5, 8, 0, 2, 'b', '#'}),
                Arguments.of("CONNACK that has no place", new int[] {0x20, 3, 0, 0, 0}),
                Arguments.of("answers no SUBSCRIBE", new int[] {0x90, 4, 0, 77, 0, 0}),
                Arguments.of("answers no UNSUBSCRIBE", new int[] {0xB0, 4, 0, 77, 0, 0}),
                Arguments.of("PUBACK that has no place", new int[] {0x40, 2, 0, 1}),
                Arguments.of("PINGREQ that has no place", new int[] {0xC0, 0}),
                Arguments.of("AUTH that has no place", new int[] {0xF0, 0}));
    }

    @ParameterizedTest
    @MethodSource("whatIsWrong")
    void wrongPacket_received_linkIsDroppedWithASentenceAndComesBack(String why, int[] packet) {
        SessionProbe link = link();
        Wire wire = broker.acceptUp(false);

        wire.send(packet);

        LinkDown down = firstDown(link);
        assertThat(down.wasUp()).isTrue();
        assertThat(down.why())
                .startsWith("the link to the broker at " + broker.url() + " was dropped: the broker sent");
        assertThat(down.why()).contains(why);
        Packet said = wire.expect(ScriptedBroker.DISCONNECT);
        assertThat(said.rest()[0]).isNegative();
        assertThat(wire.isOver()).isTrue();
        broker.acceptUp(true);
        await().until(() -> link.ups().size() == 2);
    }

    @Test
    void sessionPresent_whereNoneWasAskedFor_isDropped() {
        BrokerSettings settings = BrokerSettings.of(broker.url());
        SessionProbe link = new SessionProbe(
                new PacketLinks(new BrokerAccess(settings))::open,
                new LinkOptions("a", true, Duration.ofMinutes(1), 10, false, loop));

        broker.acceptUp(true);

        assertThat(firstDown(link).why()).contains("session present");
        assertThat(link.ups()).isEmpty();
    }

    @Test
    void connect_sent_saysExpiryAndWindow() {
        link();

        byte[] connect = broker.accept().expect(ScriptedBroker.CONNECT).rest();

        // name, level 5, flags without clean start, keep-alive 30, properties: receive maximum 10, expiry 60 s, client
        // id
        assertThat(connect)
                .startsWith(0, 4, 'M', 'Q', 'T', 'T', 5, 0, 0, 30)
                .contains(0x21, 0, 10)
                .contains(0x11, 0, 0, 0, 60)
                .endsWith(0, 1, 'a');
    }

    @Test
    void disconnectOfTheBroker_received_isToldWithItsCode() {
        SessionProbe link = link();

        broker.acceptUp(false).send(0xE0, 1, 0x8B);

        LinkDown down = firstDown(link);
        assertThat(down.code()).isEqualTo(0x8B);
        assertThat(down.why()).contains(broker.url(), "ended the connection", "server shutting down");
    }

    @Test
    void refusal_received_isToldWithItsCodeAndARemedy() {
        SessionProbe link = link();
        Wire wire = broker.accept();
        wire.expect(ScriptedBroker.CONNECT);

        wire.send(0x20, 3, 0, 0x87, 0);

        LinkDown down = firstDown(link);
        assertThat(down.wasUp()).isFalse();
        assertThat(down.code()).isEqualTo(0x87);
        assertThat(down.why()).contains("refused the link: not authorized (135)", "broker.user");
    }

    @Test
    void versionLeftOpen_oldRefusal_speaksTheOlder() {
        SessionProbe link = link(null, Duration.ofSeconds(30), Duration.ofSeconds(10));
        Wire first = broker.accept();
        first.expect(ScriptedBroker.CONNECT);
        first.send(0x20, 2, 0, 1);
        first.close();

        Wire second = broker.accept();

        assertThat(second.expect(ScriptedBroker.CONNECT).rest()[6]).isEqualTo((byte) 4);
        second.send(0x20, 2, 0, 0);
        await().until(() -> link.ups().size() == 1);
        assertThat(link.ups().get(0).version()).isEqualTo(MqttVersion.V3_1_1);
    }

    @Test
    void noAnswer_connectTimeout_isTold() {
        SessionProbe link = link(MqttVersion.V5, Duration.ofSeconds(30), Duration.ofMillis(100));

        Wire wire = broker.accept();

        assertThat(firstDown(link).why()).contains("did not answer in time");
        wire.expect(ScriptedBroker.CONNECT);
        assertThat(wire.isOver()).isTrue();
    }

    @Test
    void silentBroker_keepAlive_isPingedAndThenHeldForDead() {
        SessionProbe link = link(MqttVersion.V5, Duration.ofSeconds(1), Duration.ofSeconds(10));
        Wire wire = broker.acceptUp(false);

        wire.expect(ScriptedBroker.PINGREQ);
        wire.send(0xD0, 0);
        wire.expect(ScriptedBroker.PINGREQ);

        assertThat(firstDown(link).why()).contains("did not answer a PINGREQ");
        assertThat(link.downs()).hasSize(1);
    }

    @Test
    void keepAliveOfTheBroker_said_counts() {
        link();
        Wire wire = broker.accept();
        wire.expect(ScriptedBroker.CONNECT);

        wire.send(0x20, 6, 0, 0, 3, 0x13, 0, 1);

        wire.expect(ScriptedBroker.PINGREQ);
    }

    @Test
    void sessionExpiry_brokerKeepsLess_isSaidOnce() {
        SessionProbe link = link();
        Wire wire = broker.accept();
        wire.expect(ScriptedBroker.CONNECT);

        wire.send(0x20, 8, 0, 0, 5, 0x11, 0, 0, 0, 30);

        await().until(() -> !link.ups().isEmpty());
        assertThat(access.sessionsAreKept(60, 30)).isFalse();
    }

    @Test
    void sessionExpiry_brokerSaysNothing_isWhatWasAskedFor() {
        SessionProbe link = link();
        broker.acceptUp(false);

        await().until(() -> !link.ups().isEmpty());
        assertThat(access.sessionsAreKept(60, 30)).isTrue();
    }

    @Test
    void qos2_acknowledgedAndCutBeforeTheBrokerHeard_isAnsweredAgainAndNotToldAgain() {
        SessionProbe link = link().acknowledging();
        Wire first = broker.acceptUp(false);
        first.publish(QOS_2, "t", 7, "once");
        first.expect(ScriptedBroker.PUBREC);
        first.close();

        Wire second = broker.acceptUp(true);
        second.publish(QOS_2 | DUP, "t", 7, "once");

        second.expect(ScriptedBroker.PUBREC);
        second.send(0x62, 2, 0, 7);
        second.expect(ScriptedBroker.PUBCOMP);
        second.publish(QOS_2, "t", 7, "another by the same id");
        second.expect(ScriptedBroker.PUBREC);
        assertThat(link.texts()).containsExactly("once", "another by the same id");
    }

    @Test
    void qos2_pausedInBetween_isToldAgain() {
        SessionProbe link = link().acknowledging();
        Wire first = broker.acceptUp(false);
        first.publish(QOS_2, "t", 7, "one");
        first.expect(ScriptedBroker.PUBREC);
        link.pause();
        first.expect(ScriptedBroker.DISCONNECT);
        first.close();
        link.resume();

        // Another link may have had the session meanwhile, and the id may mean another message
        broker.acceptUp(true).publish(QOS_2 | DUP, "t", 7, "other");

        await().until(() -> link.texts().equals(List.of("one", "other again")));
    }

    @Test
    void repeatOnTheSameConnection_acknowledgedTwice_isAnsweredOnce() {
        SessionProbe link = link();
        Wire wire = broker.acceptUp(false);
        wire.publish(QOS_1, "t", 7, "x");
        wire.publish(QOS_1 | DUP, "t", 7, "x");
        await().until(() -> link.texts().equals(List.of("x", "x again")));

        link.acknowledge(0);
        link.acknowledge(1);
        link.pause();

        assertThat(wire.expect(ScriptedBroker.PUBACK).rest()).containsExactly(0, 7);
        wire.expect(ScriptedBroker.DISCONNECT);
    }

    @Test
    void unsignedNumbers_received_areNotNegative() {
        SessionProbe link = link();

        broker.acceptUp(false).publish(0, "t", 0, "x", 2, 0xFF, 0xFF, 0xFF, 0xFF);

        await().until(() -> link.received().size() == 1);
        assertThat(link.received().get(0).message().expirySeconds()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void subscribe_cutBeforeTheAnswer_isAnsweredLinkDown() {
        SessionProbe link = link();
        Wire wire = broker.acceptUp(false);
        await().until(link::isUp);
        CompletableFuture<SubscribeOutcome> outcome =
                CompletableFuture.supplyAsync(() -> link.subscribe("t", Qos.AT_LEAST_ONCE));
        wire.expect(ScriptedBroker.SUBSCRIBE);

        wire.close();

        assertThat(outcome.join()).isInstanceOf(SubscribeOutcome.LinkDown.class);
    }

    @Test
    void subscribe_refused_bearsTheBrokersWords() {
        SessionProbe link = link();
        Wire wire = broker.acceptUp(false);
        await().until(link::isUp);
        CompletableFuture<SubscribeOutcome> outcome =
                CompletableFuture.supplyAsync(() -> link.subscribe("t", Qos.AT_LEAST_ONCE));
        byte[] asked = wire.expect(ScriptedBroker.SUBSCRIBE).rest();

        wire.send(0x90, 9, asked[0], asked[1], 5, 0x1F, 0, 2, 'n', 'o', 0x87);

        assertThat(outcome.join()).isEqualTo(new SubscribeOutcome.Refused(0x87, "no"));
    }

    @Test
    void resumedAtOnce_formerConnectionStillOpen_waitsForItsEnd() {
        SessionProbe link = link();
        Wire first = broker.acceptUp(false);
        await().until(link::isUp);
        link.pause();
        link.resume();
        first.expect(ScriptedBroker.DISCONNECT);
        assertThat(link.ups()).hasSize(1);

        first.close();

        broker.acceptUp(true);
        await().until(() -> link.ups().size() == 2);
        assertThat(link.downs()).isEmpty();
    }

    @Test
    void closed_whileConnecting_isGoneWithoutAWord() {
        SessionProbe link = link();
        Wire wire = broker.accept();
        wire.expect(ScriptedBroker.CONNECT);

        link.close(true);

        assertThat(wire.isOver()).isTrue();
        assertThat(link.downs()).isEmpty();
        assertThat(link.ups()).isEmpty();
    }

    @Test
    void closedWithoutKeeping_inMqtt5_endsTheSessionWithItsDisconnect() {
        SessionProbe link = link();
        Wire wire = broker.acceptUp(false);
        await().until(link::isUp);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> link.close(false));

        assertThat(wire.expect(ScriptedBroker.DISCONNECT).rest()).containsExactly(0, 5, 0x11, 0, 0, 0, 0);

        wire.close();
        closed.join();
    }
}
