package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.MqttVersion;
import io.fairlead.it.Certificates;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other tests here rely on, straight at a broker: a failure there is then not the clients'. */
@Timeout(60)
class LibrariesIT {

    private static final int TLS = Ports.free();
    private static final int WEB = Ports.free();

    @TempDir
    private static Path folder;

    private static Mosquitto broker;
    private static Certificates certificates;

    @BeforeAll
    static void start() {
        certificates = Certificates.in(folder);
        List<String> further = new ArrayList<>(List.of("listener " + TLS + " 127.0.0.1"));
        further.addAll(certificates.listenerLines());
        further.addAll(List.of("listener " + WEB + " 127.0.0.1", "protocol websockets"));
        broker = Mosquitto.start(further.toArray(String[]::new));
        ForeignClient.waiting("its last listener").until(() -> Ports.accepts(WEB));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static List<Door> doorsOf(Library library) {
        Door web = Door.web(WEB);
        return switch (library) {
            case MQTT_JS_IN_CHROMIUM -> List.of(web);
            case MOSQUITTO -> List.of(Door.tcp(broker.port()), Door.tls(TLS, certificates.authority()));
            default -> List.of(Door.tcp(broker.port()), Door.tls(TLS, certificates.authority()), web);
        };
    }

    @ParameterizedTest
    @EnumSource
    void eachLibrary_throughEachDoor_hearsItself(Library library) {
        for (MqttVersion version : MqttVersion.values()) {
            for (Door door : doorsOf(library)) {
                String topic = Front.fresh("t") + "/größe";
                try (ForeignClient client = library.connect(Entry.at(door, version))) {
                    assertThat(client.subscribe(topic, 2)).isEqualTo(new Answer(2, null));
                    for (int qos = 0; qos <= 2; qos++) {
                        assertThat(client.publish(topic, "grün " + qos, qos, false))
                                .isEqualTo(Answer.DONE);
                    }
                    client.awaits(
                            Arrived.live(topic, "grün 0", 0),
                            Arrived.live(topic, "grün 1", 1),
                            Arrived.live(topic, "grün 2", 2));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_JS", "PAHO", "HIVEMQ"})
    void eachLibrary_keepingItsSession_hasWhatWasQueued(Library library) {
        for (MqttVersion version : MqttVersion.values()) {
            String topic = Front.fresh("t");
            Entry entry = Entry.at(Door.tcp(broker.port()), version).keeping(3_600);
            try (ForeignClient before = library.connect(entry)) {
                assertThat(before.sessionPresent()).isFalse();
                before.subscribe(topic, 2);
            }
            broker.clients().publish(topic, "queued", "-q", "2");
            try (ForeignClient after = library.connect(entry)) {
                assertThat(after.sessionPresent()).isTrue();
                after.awaits(Arrived.live(topic, "queued", 2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_JS", "MQTT_JS_IN_CHROMIUM", "PAHO"})
    void eachLibrary_dropped_leavesItsWill(Library library) {
        for (MqttVersion version : MqttVersion.values()) {
            String topic = Front.fresh("t");
            Door door = Door.web(WEB);
            try (ForeignClient listener = Library.MQTT_JS.connect(Entry.at(door, version))) {
                listener.subscribe(topic, 1);
                library.connect(Entry.at(door, version).withWill(topic, "gone", 1))
                        .drop();
                listener.awaits(Arrived.live(topic, "gone", 1));
            }
        }
    }
}
