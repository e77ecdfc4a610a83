package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages ask, and a device on the broker answers. */
@ParameterizedClass
@EnumSource(names = {"MOSQUITTO_IN_MQTT_5", "HIVEMQ_CE_IN_MQTT_5"})
class RequestIT {

    private static final int PAGES = 10;
    private static final int EACH = 30;

    private final Combination combination;
    private final LiveGateway gateway;

    RequestIT(Combination combination) {
        this.combination = combination;
        this.gateway = LiveGateway.start(combination, "limits.publishPerSecond=0");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Answerer answerer(int answers) {
        return new Answerer(combination.broker(), gateway.topic("cmd/+"), answers);
    }

    private static String request(String id, int number) {
        return "{\"type\":\"request\",\"id\":\"" + id + "\",\"channel\":\"cmd/lamp\",\"data\":" + number
                + ",\"timeoutMs\":20000}";
    }

    private static List<JsonNode> ofType(JsonClient page, String type) {
        return page.frames().stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    @Test
    void manyPagesAtOnce_oneAnswerer_eachHasItsOwnAnswers() {
        List<JsonClient> pages = new ArrayList<>();
        try (Answerer device = answerer(2)) {
            for (int i = 0; i < PAGES; i++) {
                JsonClient page = gateway.client();
                pages.add(page);
                for (int k = 0; k < EACH; k++) {
                    page.send(request("r" + k, 1000 * i + k));
                }
            }

            for (int i = 0; i < PAGES; i++) {
                JsonClient page = pages.get(i);
                JsonClient.waiting("all answers")
                        .until(() -> ofType(page, "response").size() >= EACH);
                for (JsonNode response : ofType(page, "response")) {
                    int number = Integer.parseInt(response.path("id").asText().substring(1));
                    assertThat(response.path("data").path("re").asInt()).isEqualTo(1000 * i + number);
                    assertThat(response.path("data").path("nr").asInt()).isZero();
                }
            }
            pages.forEach(JsonClient::settle);
            assertThat(pages).allMatch(page -> ofType(page, "response").size() == EACH);
            assertThat(device.requests()).hasSize(PAGES * EACH);
            assertThat(device.requests().stream()
                            .map(Mqtt5Publish::getResponseTopic)
                            .distinct())
                    .hasSize(PAGES * EACH);
        } finally {
            pages.forEach(JsonClient::close);
        }
    }

    @Test
    void answer_bearsWhatTheRouteLetsThrough() {
        try (Answerer device = answerer(1);
                JsonClient page = gateway.client()) {
            page.send(request("r", 7));

            JsonNode response = page.await(frame -> frame.path("id").asText().equals("r"));

            assertThat(response.toString())
                    .isEqualTo("{\"type\":\"response\",\"id\":\"r\",\"contentType\":\"application/json\","
                            + "\"props\":{\"unit\":\"lux\"},\"data\":{\"re\":7,\"nr\":0}}");
            assertThat(device.requests().get(0).getMessageExpiryInterval().orElseThrow())
                    .isBetween(1L, 20L);
        }
    }

    @Test
    void nobodyThere_isToldAtOnce_withTheBrokersReason() {
        try (JsonClient page = gateway.client()) {
            page.send(request("r", 1));

            JsonNode error = page.await(frame -> frame.path("id").asText().equals("r"));

            assertThat(error.path("code").asText()).isEqualTo("timeout");
            assertThat(error.path("leg").asText()).isEqualTo("broker");
            assertThat(error.path("mqttReason").asInt()).isEqualTo(16);
        }
    }

    @Test
    void answererSilent_isATimeout() {
        try (Answerer device = answerer(0);
                JsonClient page = gateway.client()) {
            JsonNode error = page.ask("\"type\":\"request\",\"channel\":\"cmd/lamp\",\"data\":1,\"timeoutMs\":300");

            assertThat(error.path("code").asText()).isEqualTo("timeout");
            assertThat(error.has("mqttReason")).isFalse();
            assertThat(device.requests()).hasSize(1);
        }
    }

    @Test
    void brokerRestarted_withoutItsSessions_requestsAreAnsweredAgain() {
        try (TestBroker own = TestBroker.start(combination.kind());
                LiveGateway restarted = LiveGateway.startOn(combination, own);
                JsonClient page = restarted.client()) {
            try (Answerer before = new Answerer(own, restarted.topic("cmd/+"), 1)) {
                page.send(request("r0", 1));
                page.await(frame -> frame.path("id").asText().equals("r0"));
                assertThat(before.requests()).hasSize(1);
            }
            own.stop();
            page.awaitNotices("broker_down", 1);
            own.startAgain();
            page.awaitNotices("broker_up", 1);

            try (Answerer after = new Answerer(own, restarted.topic("cmd/+"), 1)) {
                page.send(request("r1", 2));

                JsonNode response =
                        page.await(frame -> frame.path("id").asText().equals("r1"));

                assertThat(response.path("data").path("re").asInt()).isEqualTo(2);
                assertThat(after.requests()).hasSize(1);
            }
        }
    }
}
