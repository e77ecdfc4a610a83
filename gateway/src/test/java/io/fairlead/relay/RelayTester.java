package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.admission.Admission;
import io.fairlead.admission.AdmissionSettings;
import io.fairlead.config.TopicMapFile;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.metrics.Meters;
import io.fairlead.rates.UserRates;
import io.fairlead.session.RateSettings;
import io.fairlead.topicmap.Topics;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client, one broker, and the relay between them: the test plays both. Tokens are the users' names. */
final class RelayTester implements AutoCloseable {

    static final long START = 1_800_000_000_000L;

    /** Channels {@code chat/…} of everybody, {@code ro/…} that nobody publishes to, and a few with bounds. */
    static final String MAP = """
            version: 1
            routes:
              - name: chat
                channel: chat/{room}
                topic: im/room/{room}/msg
                payload: binary
                subscribe: {allow: [anyone], wildcards: [room], share: [workers], props: ["*"]}
                publish: {allow: [anyone], retain: true, props: ["*"]}
              - name: own
                channel: me/{x...}
                topic: im/user/{user}/{x...}
                payload: binary
                subscribe: {allow: [authenticated], wildcards: [x], props: ["*"]}
                publish: {allow: [authenticated], props: [colour]}
              - name: ro
                channel: ro/{x...}
                topic: readonly/{x...}
                payload: binary
                subscribe: {allow: [anyone], wildcards: [x]}
              - name: small
                channel: small/{x}
                topic: small/{x}
                payload: binary
                subscribe: {allow: [anyone]}
                publish: {allow: [anyone], maxBytes: 10}
              - name: staff
                channel: staff/{x}
                topic: personnel/{x}
                payload: binary
                subscribe: {allow: [{role: staff}]}
              - name: slow
                channel: slow/{x}
                topic: slow/{x}
                payload: binary
                publish: {allow: [anyone], rate: {perSecond: 2, burst: 3}}
            """;

    private static final MultiThreadIoEventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    final PlayedBroker broker = new PlayedBroker();
    final List<String> log = new ArrayList<>();
    final Meters meters = Meters.inMemory(1);
    final PlayedClient client;
    private final Authenticator authenticator = RelayTester::authenticate;
    private final boolean v5;
    private Topics topics = TopicMapFile.parse(MAP);
    private long now = START;
    private boolean broken;
    private @Nullable Relays relays;
    final Revocations revoked = new Revocations(() -> Instant.ofEpochMilli(now));

    RelayTester(boolean v5) {
        this(v5, settings(DeniedPublish.DROP, RelaySettings.ShownToBroker.GATEWAY, 0));
    }

    RelayTester(boolean v5, RelaySettings settings) {
        this.v5 = v5;
        InstantSource clock = () -> Instant.ofEpochMilli(now);
        client = new PlayedClient(connection -> {
            relays = new Relays(
                    broker,
                    List.of(new RelayLoop(connection.loop(), GROUP, loopMeters())),
                    revoked,
                    this::topics,
                    new Admission(AdmissionSettings.DEFAULT, authenticator, clock),
                    SignedClientNames.withRandomKey(),
                    UserRates.of(settings.rates().user(), () -> now),
                    settings,
                    meters,
                    new DenialLog(log::add),
                    () -> now);
            return relays.create(connection);
        });
    }

    /** Has the sessions looked at, after credentials were revoked. */
    void sweepRevoked() {
        Objects.requireNonNull(relays).sweepRevoked();
        client.run();
    }

    static RelaySettings settings(DeniedPublish denied, RelaySettings.ShownToBroker shown, double publishPerSecond) {
        return new RelaySettings(
                "fairlead",
                denied,
                shown,
                new io.fairlead.broker.BrokerSettings.Credentials("gateway", "secret"),
                1 << 20,
                10,
                RateSettings.ofPublishes(publishPerSecond),
                10_000);
    }

    /** {@code user} or {@code user+role}, and {@code @seconds} behind it for a token that holds so long from the start. */
    private static void authenticate(Evidence shown, Consumer<AuthOutcome> outcome) {
        String token = shown.token();
        if (token == null) {
            outcome.accept(new AuthOutcome.Verified(Identity.ANONYMOUS));
        } else if (token.startsWith("bad")) {
            outcome.accept(new AuthOutcome.Rejected("the token does not hold"));
        } else {
            String[] parts = token.split("@", -1);
            Instant expires =
                    parts.length < 2 ? null : Instant.ofEpochMilli(START).plusSeconds(Long.parseLong(parts[1]));
            String[] who = parts[0].split("\\+", -1);
            Set<String> roles = who.length < 2 ? Set.of() : Set.of(who[1]);
            outcome.accept(new AuthOutcome.Verified(new Identity(who[0], roles, Map.of(), expires, null)));
        }
    }

    LoopMeters loopMeters() {
        return meters.loop(0);
    }

    private Topics topics() {
        if (broken) {
            throw new IllegalStateException("the map is broken");
        }
        return topics;
    }

    /** Whatever looks at the map fails from now on. */
    void breakMap() {
        broken = true;
    }

    void use(String map) {
        topics = TopicMapFile.parse(map);
    }

    // ---- The way in

    ConnectBuilder connect() {
        return new ConnectBuilder(v5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1);
    }

    /** Lets the client in: the broker has answered with a plain CONNACK. */
    RelayTester open() {
        return open(connect().token("alice"), new MqttProperties(), false);
    }

    RelayTester open(ConnectBuilder connect, MqttProperties connAck, boolean sessionPresent) {
        client.send(connect.build());
        broker.open();
        assertThat(broker.received()).singleElement().isInstanceOf(MqttConnectMessage.class);
        broker.send(Packets.connAck(0, sessionPresent, connAck));
        assertThat(client.received()).hasSize(1);
        return this;
    }

    /** What the broker gets for a CONNECT. */
    MqttConnectMessage upstream(ConnectBuilder connect) {
        client.send(connect.build());
        broker.open();
        List<MqttMessage> packets = broker.received();
        assertThat(packets).hasSize(1);
        return (MqttConnectMessage) packets.get(0);
    }

    /** What the client gets for what the broker sends. */
    List<MqttMessage> down(MqttMessage... packets) {
        broker.send(packets);
        return client.received();
    }

    /** What the broker gets for what the client sends. */
    List<MqttMessage> up(MqttMessage... packets) {
        client.send(packets);
        return broker.received();
    }

    void pass(long millis) {
        now += millis;
        client.pass(millis);
    }

    long now() {
        return now;
    }

    @Override
    public void close() {
        client.end();
        broker.end();
    }
}
