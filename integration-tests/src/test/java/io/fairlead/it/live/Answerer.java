package io.fairlead.it.live;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device that speaks MQTT 5 by a library of its own and answers requests; it knows nothing of Fairlead. */
final class Answerer implements AutoCloseable {

    private final Mqtt5AsyncClient client;
    private final int answers;
    private final List<Mqtt5Publish> requests = new CopyOnWriteArrayList<>();

    /**
     * Connects and subscribes; answers from then on, with the request itself in a field {@code re}.
     *
     * @param answers how often it answers each request
     */
    Answerer(TestBroker broker, String filter, int answers) {
        this.answers = answers;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("answerer-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
        client.connect().join();
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::onRequest)
                .send()
                .join();
    }

    private void onRequest(Mqtt5Publish request) {
        requests.add(request);
        for (int i = 0; i < answers; i++) {
            String body = new String(request.getPayloadAsBytes(), StandardCharsets.UTF_8);
            var unused = client.publish(Mqtt5Publish.builder()
                    .topic(request.getResponseTopic().orElseThrow())
                    .correlationData(request.getCorrelationData().orElseThrow())
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .contentType("application/json")
                    .userProperties()
                    .add("unit", "lux")
                    .add("secret", "no")
                    .applyUserProperties()
                    .payload(("{\"re\":" + body + ",\"nr\":" + i + "}").getBytes(StandardCharsets.UTF_8))
                    .build());
            assert unused != null;
        }
    }

    /** The requests that came. */
    List<Mqtt5Publish> requests() {
        return requests;
    }

    @Override
    public void close() {
        client.disconnect().join();
    }
}
