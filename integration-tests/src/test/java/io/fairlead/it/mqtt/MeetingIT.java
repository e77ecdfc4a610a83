package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.MqttVersion;
import io.fairlead.it.live.JsonClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of every kind, through every door, on one channel. */
@ParameterizedClass
@MethodSource("combinations")
@Timeout(120)
class MeetingIT {

    private final Front front;
    private final MqttVersion version;
    private final String device = Front.fresh("d");
    private final Map<String, ForeignClient> clients = new LinkedHashMap<>();

    MeetingIT(Front.Behind behind, MqttVersion version) {
        this.front = Front.of(behind);
        this.version = version;
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Front.Behind.values())
                .flatMap(behind -> Stream.of(MqttVersion.values()).map(version -> Arguments.of(behind, version)));
    }

    @AfterEach
    void leave() {
        clients.values().forEach(ForeignClient::close);
    }

    private ForeignClient come(Library library, Door door) {
        ForeignClient client = library.connect(Entry.at(door, version));
        clients.put((library + " " + door.kind()).replace('_', ' '), client);
        return client;
    }

    private void everybodyComes() {
        come(Library.MOSQUITTO, front.tcp());
        come(Library.MQTT_JS_IN_CHROMIUM, front.web());
        come(Library.MQTT_JS, front.tls());
        come(Library.PAHO, front.tls());
        come(Library.PAHO, front.web());
        come(Library.HIVEMQ, front.tcp());
        come(Library.HIVEMQ, front.web());
        come(Library.HIVEMQ, front.tls());
    }

    @Test
    void devicesAndPagesOnOneChannel_publishing_hearEachOther() {
        everybodyComes();
        String channel = "dev/" + device + "/talk";
        List<Arrived> said = new ArrayList<>();
        try (JsonClient page = front.page()) {
            page.subscribe(channel);
            clients.values()
                    .forEach(client -> assertThat(client.subscribe(channel, 2)).isEqualTo(new Answer(2, null)));

            clients.forEach((name, client) -> {
                for (int qos = 0; qos <= 2; qos++) {
                    String text = "größe of " + name + " at " + qos;
                    assertThat(client.publish(channel, text, qos, false)).isEqualTo(Answer.DONE);
                    said.add(Arrived.live(channel, text, qos));
                }
            });
            for (int qos = 0; qos <= 2; qos++) {
                String text = "a page at " + qos;
                page.ask("\"type\":\"publish\",\"channel\":\"" + channel + "\",\"text\":\"" + text + "\",\"qos\":"
                        + qos);
                said.add(Arrived.live(channel, text, qos));
            }

            Arrived[] all = said.toArray(Arrived[]::new);
            clients.values().forEach(client -> client.awaits(all));
            page.awaitMessagesInAnyOrder(
                    said.stream().map(one -> channel + " live " + one.text()).toArray(String[]::new));
        }
    }

    @Test
    void retained_lateJoiners_haveItOnceAndMarked() {
        everybodyComes();
        String root = "dev/" + device + "/kept/";
        List<ForeignClient> all = List.copyOf(clients.values());
        List<Arrived> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).publish(root + i, "kept " + i, i % 3, true);
            kept.add(new Arrived(root + i, "kept " + i, i % 3, true));
        }

        all.forEach(client -> client.subscribe(root + "+", 2));

        all.forEach(client -> client.awaits(kept.toArray(Arrived[]::new)));
        try (JsonClient page = front.page()) {
            page.subscribe(root + "#");
            page.awaitMessagesInAnyOrder(kept.stream()
                    .map(one -> root + "#>" + one.topic() + " replay " + one.text())
                    .toArray(String[]::new));
        }
        ForeignClient cleaner = come(Library.MQTT_JS, front.tcp());
        IntStream.range(0, all.size()).forEach(i -> cleaner.publish(root + i, "", 1, true));
    }

    @Test
    void connectionsThatBreak_leaveTheirWills() {
        String root = "dev/" + device + "/will/";
        ForeignClient listener = come(Library.MQTT_JS, front.tcp());
        listener.subscribe(root + "#", 2);
        try (JsonClient page = front.page()) {
            page.subscribe(root + "#");

            Library.PAHO
                    .connect(Entry.at(front.tls(), version).withWill(root + "paho", "gone 2", 2))
                    .drop();
            Library.MQTT_JS
                    .connect(Entry.at(front.web(), version).withWill(root + "node", "gone 1", 1))
                    .drop();
            Library.MQTT_JS_IN_CHROMIUM
                    .connect(Entry.at(front.web(), version).withWill(root + "page", "gone 0", 0))
                    .drop();
            Library.HIVEMQ
                    .connect(Entry.at(front.tcp(), version).withWill(root + "none", "in order", 1))
                    .close();

            listener.awaits(
                    Arrived.live(root + "paho", "gone 2", 2),
                    Arrived.live(root + "node", "gone 1", 1),
                    Arrived.live(root + "page", "gone 0", 0));
            page.awaitMessagesInAnyOrder(
                    root + "#>" + root + "paho live gone 2",
                    root + "#>" + root + "node live gone 1",
                    root + "#>" + root + "page live gone 0");
        }
    }

    @Test
    void sessionThatIsKept_itsClientAway_holdsWhatCameMeanwhile() {
        String channel = "dev/" + device + "/queue";
        for (Library library : List.of(Library.MQTT_JS, Library.PAHO, Library.HIVEMQ)) {
            Entry keeping = Entry.at(front.tcp(), version).keeping(3_600);
            try (ForeignClient before = library.connect(keeping)) {
                assertThat(before.sessionPresent()).isFalse();
                before.subscribe(channel, 2);
            }
            try (ForeignClient other = Library.HIVEMQ.connect(Entry.at(front.web(), version))) {
                other.publish(channel, library + " 1", 1, false);
                other.publish(channel, library + " 2", 2, false);
            }

            ForeignClient after = library.connect(keeping);

            clients.put("after " + library, after);
            assertThat(after.sessionPresent()).isTrue();
            after.awaits(Arrived.live(channel, library + " 1", 1), Arrived.live(channel, library + " 2", 2));
            after.close();
            library.connect(Entry.at(front.tcp(), version).as(keeping.clientId()))
                    .close();
            clients.clear();
        }
    }

    @Test
    void sharedSubscription_ofAGroupThatTheRouteLists_dealsEachMessageToOne() {
        String channel = "dev/" + device + "/jobs";
        ForeignClient one = come(Library.MQTT_JS, front.tcp());
        ForeignClient other = come(Library.PAHO, front.tls());
        ForeignClient publisher = come(Library.HIVEMQ, front.tcp());
        assertThat(one.subscribe("$share/workers/" + channel, 1).code()).isEqualTo(1);
        assertThat(other.subscribe("$share/workers/" + channel, 1).code()).isEqualTo(1);
        assertThat(one.subscribe("$share/strangers/" + channel, 1).code()).isGreaterThanOrEqualTo(0x80);

        List<String> jobs = IntStream.range(0, 20).mapToObj(i -> "job " + i).toList();
        jobs.forEach(job -> publisher.publish(channel, job, 1, false));

        ForeignClient.waiting("all jobs")
                .untilAsserted(() -> assertThat(Stream.of(one, other).flatMap(worker -> worker.texts().stream()))
                        .containsExactlyInAnyOrderElementsOf(jobs));
    }
}
