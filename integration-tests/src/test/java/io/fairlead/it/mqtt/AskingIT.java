package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fairlead.broker.MqttVersion;
import io.fairlead.it.live.JsonClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and answers of MQTT 5 between devices, pages and what is on the broker. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class AskingIT {

    private final Front front;
    private final String device = Front.fresh("d");
    private final List<String> responseTopics = new CopyOnWriteArrayList<>();
    private final HiveMq5 answerer;

    AskingIT(Front.Behind behind) {
        front = Front.of(behind);
        answerer = HiveMq5.connect(Entry.at(front.tcp(), MqttVersion.V5));
        answerer.client()
                .subscribeWith()
                .topicFilter("cmd/" + device)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::answer)
                .send()
                .join();
    }

    private void answer(Mqtt5Publish request) {
        String topic = request.getResponseTopic().orElseThrow().toString();
        responseTopics.add(topic);
        var unused = answerer.client()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(request.getCorrelationData().orElse(null))
                .payload(("[" + new String(request.getPayloadAsBytes(), StandardCharsets.UTF_8) + "]")
                        .getBytes(StandardCharsets.UTF_8))
                .send();
    }

    @AfterEach
    void close() {
        answerer.close();
    }

    @Test
    void page_asksADeviceBehindTheGateway_hasItsAnswer() {
        try (JsonClient page = front.page()) {
            JsonNode response =
                    page.ask("\"type\":\"request\",\"channel\":\"cmd/" + device + "\",\"data\":7,\"timeoutMs\":20000");

            assertThat(response.path("data")).hasToString("[7]");
            assertThat(responseTopics).singleElement().asString().startsWith("$reply/");
        }
    }

    @Test
    void programOnTheBroker_asksADeviceBehindTheGateway_hasItsAnswer() {
        String answer = front.devices().request("site/" + device + "/cmd", "8", "answers/" + device);

        assertThat(answer).isEqualTo("[8]");
        assertThat(responseTopics).singleElement().asString().startsWith("$reply/");
    }

    @Test
    void programBehindTheGateway_asksAnother_hasItsAnswer() {
        String answer = new io.fairlead.it.MosquittoClients(front.tcp().port())
                .request("cmd/" + device, "9", "dev/" + device + "/answers");

        assertThat(answer).isEqualTo("[9]");
    }

    @Test
    void mqttJsInAPage_asksADevice_hasItsAnswerWithItsCorrelation() {
        String answers = "dev/" + device + "/answers";
        try (MqttJsClient page = MqttJs.inChromium().connect(Entry.at(front.web(), MqttVersion.V5))) {
            page.subscribe(answers, 1);
            page.publish(
                    "cmd/" + device,
                    "10",
                    Map.of("qos", 1, "properties", Map.of("responseTopic", answers, "correlationData", "c-1")));

            page.awaits(Arrived.live(answers, "[10]", 1));
            assertThat(page.messages()
                            .get(0)
                            .path("properties")
                            .path("correlationData")
                            .asText())
                    .isEqualTo("c-1");
        }
    }
}
