package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.MqttVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the topic map denies, as clients are told of it. */
@Timeout(60)
class RefusalIT {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final String DENIED = "dev/private/door";

    private final Front front = Front.of(Front.Behind.MOSQUITTO);

    @ParameterizedTest
    @EnumSource(names = {"MQTT_JS", "MQTT_JS_IN_CHROMIUM", "PAHO", "HIVEMQ"})
    void deniedInMqtt5_isToldWithItsReason_andEndsNothing(Library library) {
        String allowed = "dev/" + Front.fresh("d") + "/a";
        Door door = library == Library.MQTT_JS_IN_CHROMIUM ? front.web() : front.tcp();
        try (ForeignClient client = library.connect(Entry.at(door, MqttVersion.V5))) {
            // Paho ends its own connection when a PUBREC refuses
            for (int qos = 1; qos <= (library == Library.PAHO ? 1 : 2); qos++) {
                Answer answer = client.publish(DENIED, "no", qos, false);
                assertThat(answer.code()).isEqualTo(NOT_AUTHORIZED);
                assertThat(answer.reason()).contains(DENIED);
            }
            assertThat(client.publish(DENIED, "no", 0, false)).isEqualTo(Answer.DONE);

            assertThat(client.subscribe(DENIED, 1).code()).isEqualTo(NOT_AUTHORIZED);
            assertThat(client.publish("nowhere/at/all", "no", 1, false).code()).isEqualTo(0x90);
            assertThat(client.subscribe("nowhere/#", 1).code()).isEqualTo(0x8F);

            assertThat(client.subscribe(allowed, 1)).isEqualTo(new Answer(1, null));
            assertThat(client.publish(allowed, "yes", 1, false)).isEqualTo(Answer.DONE);
            client.awaits(Arrived.live(allowed, "yes", 1));
            assertThat(client.ends()).isEmpty();
        }
    }

    @Test
    void deniedInMqtt311_whereTheListenerDrops_isAcknowledgedAndGoesNowhere() {
        String allowed = "dev/" + Front.fresh("d") + "/a";
        var devices = front.devices();
        try (var listener = devices.subscribe("site/#");
                ForeignClient client = Library.PAHO.connect(Entry.at(front.tcp(), MqttVersion.V3_1_1))) {
            for (int qos = 0; qos <= 2; qos++) {
                assertThat(client.publish(DENIED, "dropped", qos, false)).isEqualTo(Answer.DONE);
            }
            assertThat(client.subscribe(DENIED, 1).code()).isEqualTo(0x80);
            client.publish(allowed, "yes", 1, false);

            ForeignClient.waiting("what is allowed")
                    .until(() -> listener.texts().contains("yes"));
            assertThat(listener.texts()).doesNotContain("dropped");
            assertThat(client.ends()).isEmpty();
            assertThat(front.gateway().said()).contains(DENIED);
        }
    }

    @Test
    void deniedInMqtt311_whereTheListenerDisconnects_endsThatClientAlone() {
        Entry entry = Entry.at(front.strict(), MqttVersion.V3_1_1);
        ForeignClient denied = Library.MQTT_JS.connect(entry);
        try (ForeignClient other = Library.PAHO.connect(entry.as(Front.fresh("other")))) {
            var unused = ((MqttJsClient) denied).publishMany(DENIED, "no", 1, 1);

            ForeignClient.waiting("its end").until(() -> !denied.ends().isEmpty());
            assertThat(other.publish("dev/" + Front.fresh("d") + "/a", "yes", 1, false))
                    .isEqualTo(Answer.DONE);
        }
    }

    @Test
    void sharedMode_refusesWhatItCannotDo_withACode() {
        Entry entry = Entry.at(front.shared(), MqttVersion.V5);
        assertThat(codeOf(entry.keeping(60))).isGreaterThanOrEqualTo(0x80);
        assertThat(codeOf(entry.withWill("dev/d/will", "gone", 0))).isGreaterThanOrEqualTo(0x80);
        assertThat(codeOf(Entry.at(front.shared(), MqttVersion.V3_1_1).keeping(60)))
                .isPositive();
        try (ForeignClient client = Library.MQTT_JS.connect(entry)) {
            assertThat(client.subscribe("$share/workers/dev/d/x", 1).code()).isEqualTo(0x9E);
        }
    }

    private static int codeOf(Entry entry) {
        try (ForeignClient client = Library.HIVEMQ.connect(entry)) {
            return client.sessionPresent() ? -1 : 0;
        } catch (RefusedException e) {
            return e.code();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharedMode_devicesAndPages_hearEachOther(MqttVersion version) {
        String channel = "dev/" + Front.fresh("d") + "/talk";
        List<Library> libraries = List.of(Library.MQTT_JS, Library.PAHO, Library.HIVEMQ);
        List<ForeignClient> clients = libraries.stream()
                .map(library -> library.connect(Entry.at(front.shared(), version)))
                .toList();
        try (var page = front.page()) {
            page.subscribe(channel);
            clients.forEach(client -> assertThat(client.subscribe(channel, 2)).isEqualTo(new Answer(1, null)));

            clients.get(0).publish(channel, "a", 0, false);
            clients.get(1).publish(channel, "b", 1, false);
            page.ask("\"type\":\"publish\",\"channel\":\"" + channel + "\",\"text\":\"c\",\"qos\":1");
            front.devices().publish("site/" + channel.split("/", -1)[1] + "/state/talk", "d");

            for (ForeignClient client : clients) {
                ForeignClient.waiting("all")
                        .untilAsserted(() -> assertThat(client.texts()).containsExactlyInAnyOrder("a", "b", "c", "d"));
            }
            page.awaitMessagesInAnyOrder(Map.of("a", 0, "b", 1, "c", 1, "d", 1).keySet().stream()
                    .map(text -> channel + " live " + text)
                    .toArray(String[]::new));
        } finally {
            clients.forEach(ForeignClient::close);
        }
    }
}
