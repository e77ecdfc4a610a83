package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.broker.MqttVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions live at the broker: a gateway that is killed and started again takes none with it. */
@ParameterizedClass
@EnumSource
@Timeout(120)
class RestartIT {

    private static final int MESSAGES = 500;
    private static final List<Library> LIBRARIES = List.of(Library.MQTT_JS, Library.PAHO, Library.HIVEMQ);

    private static @Nullable Front own;

    private final Front front;

    RestartIT(Front.Behind behind) {
        front = front(behind);
    }

    private static Front front(Front.Behind behind) {
        Front running = own;
        if (running == null || running.behind() != behind) {
            end();
            running = Front.start(behind);
            own = running;
        }
        return running;
    }

    @AfterAll
    static void end() {
        Front running = own;
        own = null;
        if (running != null) {
            running.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionThatIsKept_gatewayKilled_queuedMessagesArriveOnceEach(MqttVersion version) {
        String device = Front.fresh("d");
        String channel = "dev/" + device + "/queue";
        List<Entry> entries = LIBRARIES.stream()
                .map(library -> Entry.at(front.tcp(), version)
                        .as(Front.fresh(library.name()))
                        .keeping(3_600))
                .toList();
        List<ForeignClient> before = connect(entries);
        before.forEach(client -> client.subscribe(channel, 2));
        front.gateway().kill();
        before.forEach(client ->
                ForeignClient.waiting("its end").until(() -> !client.ends().isEmpty()));

        String topic = "site/" + device + "/state/queue";
        front.devices().publish(topic, "one", "-q", "1");
        front.devices().publish(topic, "two", "-q", "2");
        front.gateway().startAgain();
        List<ForeignClient> after = connect(entries);

        after.forEach(client -> {
            assertThat(client.sessionPresent()).isTrue();
            client.awaits(Arrived.live(channel, "one", 1), Arrived.live(channel, "two", 2));
            client.close();
        });
    }

    private static List<ForeignClient> connect(List<Entry> entries) {
        List<ForeignClient> connected = new ArrayList<>();
        for (int i = 0; i < LIBRARIES.size(); i++) {
            connected.add(LIBRARIES.get(i).connect(entries.get(i)));
        }
        return connected;
    }

    @ParameterizedTest
    @EnumSource
    void exactlyOnce_gatewayKilledAmidHandshakes_holds(MqttVersion version) throws Exception {
        String channel = "dev/" + Front.fresh("d") + "/exact";
        Map<String, ?> returning = Map.of("reconnectPeriod", 100);
        try (MqttJsClient subscriber =
                        MqttJs.inNode().connect(Entry.at(front.tcp(), version).keeping(3_600), returning);
                MqttJsClient publisher =
                        MqttJs.inNode().connect(Entry.at(front.tcp(), version).keeping(3_600), returning)) {
            subscriber.subscribe(channel, 2);
            CompletableFuture<JsonNode> published = publisher.publishMany(channel, "n", MESSAGES, 2);
            ForeignClient.waiting("the first").until(() -> !subscriber.arrived().isEmpty());

            front.gateway().kill();
            front.gateway().startAgain();

            published.get(60, TimeUnit.SECONDS);
            String[] each =
                    IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> "n-" + i).toArray(String[]::new);
            ForeignClient.waiting("each once")
                    .untilAsserted(() -> assertThat(subscriber.texts()).containsExactlyInAnyOrder(each));
            assertThat(subscriber.connects()).isGreaterThan(1);
        }
    }
}
