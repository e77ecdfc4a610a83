package io.fairlead.it.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeSettings;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.config.TopicMapFile;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.TokenlessAuthenticator;
import io.fairlead.it.MosquittoClients;
import io.fairlead.metrics.Meters;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.transport.EventLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every broker must show of retained messages and overlapping subscriptions, in both versions of MQTT. */
abstract class Retaining {

    private static final TopicMap TOPICS = TopicMapFile.parse("""
            version: 1
            routes:
              - name: room
                channel: room/{a}/{b...}
                topic: im/{a}/{b...}
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [a, b]}
            """);

    private final MqttVersion version;
    private final int port;
    private final MosquittoClients devices;
    private final EventLoops loops = new EventLoops(2);
    private final String room = "r" + System.nanoTime();
    private HiveMqBroker broker;
    private Node node;

    Retaining(MqttVersion version, int port) {
        this.version = version;
        this.port = port;
        this.devices = new MosquittoClients(port);
    }

    @BeforeEach
    void start() {
        BrokerSettings d = BrokerSettings.of("mqtt://127.0.0.1:" + port);
        broker = new HiveMqBroker(new BrokerSettings(
                d.addresses(),
                version,
                null,
                d.tls(),
                d.keepAlive(),
                d.connectTimeout(),
                d.connectsPerSecond(),
                d.backoffLeast(),
                d.backoffMost()));
        node = new Node(
                NodeSettings.defaults("it" + room, 2),
                broker,
                loops.all(),
                () -> TOPICS,
                new TokenlessAuthenticator(true),
                SignedClientNames.withRandomKey(),
                Meters.inMemory(2));
        node.start();
        await().until(() -> node.meters().sum(loop -> loop.linksUp) == 2);
    }

    @AfterEach
    void stop() {
        node.close();
        broker.close();
        loops.close();
    }

    private Listener client(int loop) {
        return new Listener(node, loops.all().get(loop));
    }

    private String topic(String rest) {
        return "im/" + room + "/" + rest;
    }

    private String channel(String rest) {
        return "room/" + room + "/" + rest;
    }

    @Test
    void everyJoiner_getsEveryRetainedMessage_alsoTheLateOnes() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            devices.retain(topic("x/" + i), "v" + i);
            all.add("retained " + channel("x/" + i) + " v" + i);
        }
        for (int turn = 0; turn < 4; turn++) {
            Listener client = client(turn % 2).subscribes(channel("x/+"));
            await().untilAsserted(
                            () -> assertThat(client.heard(channel("x/+"))).containsExactlyInAnyOrderElementsOf(all));
        }
    }

    @Test
    void wideThenNarrow_andNarrowThenWide_areEachServedAsIfAlone() {
        devices.retain(topic("a"), "kept");
        Listener wide = client(0).subscribes(channel("#")).subscribes(channel("a"));
        Listener narrow =
                client(1).subscribes(channel("a")).subscribes(channel("+")).subscribes(channel("#"));
        for (String subscription : List.of("#", "+", "a")) {
            await().until(() -> narrow.heard(channel(subscription)).size() == 1);
        }

        devices.publish(topic("a"), "live");
        devices.publish(topic("b"), "other");

        String kept = "retained " + channel("a") + " kept";
        String live = "live " + channel("a") + " live";
        String other = "live " + channel("b") + " other";
        for (Listener client : List.of(wide, narrow)) {
            await().untilAsserted(() -> assertThat(client.heard(channel("#"))).containsExactly(kept, live, other));
            await().untilAsserted(() -> assertThat(client.heard(channel("a"))).containsExactly(kept, live));
        }
        await().untilAsserted(() -> assertThat(narrow.heard(channel("+"))).containsExactly(kept, live, other));
    }

    @Test
    void retainedThatChangesAndIsDeletedWhileOneListens_reachesTheNextAsItIs() {
        devices.retain(topic("a"), "old");
        Listener first = client(0).subscribes(channel("a"));
        await().until(() -> first.heard(channel("a")).size() == 1);

        devices.retain(topic("a"), "new");
        await().untilAsserted(
                        () -> assertThat(first.heard(channel("a"))).last().isEqualTo("live " + channel("a") + " new"));
        Listener second = client(1).subscribes(channel("a"));
        await().untilAsserted(() ->
                assertThat(second.heard(channel("a"))).containsExactly("retained " + channel("a") + " new"));

        devices.unretain(topic("a"));
        await().untilAsserted(
                        () -> assertThat(first.heard(channel("a"))).last().isEqualTo("retained " + channel("a") + " "));
        Listener third = client(0).subscribes(channel("a"));
        devices.publish(topic("a"), "live");
        await().untilAsserted(
                        () -> assertThat(third.heard(channel("a"))).containsExactly("live " + channel("a") + " live"));
    }

    @Test
    void publishThatRacesAJoin_endsWithTheNewestAndIsOvertakenByNothingOlder() {
        for (int turn = 0; turn < 15; turn++) {
            String name = "race/" + turn;
            devices.retain(topic(name), "0");
            Listener client = client(turn % 2).asks(channel(name));
            devices.retain(topic(name), "1");

            await().untilAsserted(() ->
                    assertThat(client.heard(channel(name))).last().asString().endsWith(" 1"));
            assertThat(client.heard(channel(name)).stream().map(line -> line.charAt(line.length() - 1)))
                    .isSorted();
        }
    }

    @Test
    void manySubscribersOfOneChannel_areOneSubscriptionToTheBroker() {
        List<Listener> clients = IntStream.range(0, 200)
                .mapToObj(i -> client(i % 2).asks(channel("m")))
                .toList();
        clients.forEach(client -> client.subscribes(channel("m")));

        devices.publish(topic("m"), "once");

        clients.forEach(client -> await().untilAsserted(() ->
                assertThat(client.heard(channel("m"))).containsExactly("live " + channel("m") + " once")));
        assertThat(node.meters().sum(loop -> loop.filters)).isEqualTo(1);
        assertThat(node.meters().sum(loop -> loop.received)).isEqualTo(1);
    }
}
