package io.fairlead.it.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An MQTT.js client. With {@code reconnectPeriod} among its options it comes back by itself, with the packets it has not seen acknowledged. */
final class MqttJsClient implements ForeignClient {

    private final MqttJs host;
    private final String name;
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final List<Answer> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger connects = new AtomicInteger();
    private volatile boolean sessionPresent;

    MqttJsClient(MqttJs host, String name) {
        this.host = host;
        this.name = name;
    }

    void connect(Entry entry, Map<String, ?> furtherOptions) {
        Map<String, Object> options = options(entry);
        options.putAll(furtherOptions);
        JsonNode connack = host.perform("connect", name, entry.door().jsUrl(), options);
        if (connack.has("error")) {
            throw new RefusedException(
                    connack.path("code").asInt(), connack.path("error").asText());
        }
        sessionPresent = connack.path("sessionPresent").asBoolean();
    }

    private static Map<String, Object> options(Entry entry) {
        Map<String, Object> options = new HashMap<>();
        options.put("protocolVersion", entry.isVersion5() ? 5 : 4);
        options.put("clientId", entry.clientId());
        options.put("clean", entry.clean());
        options.put("resubscribe", false);
        if (entry.isVersion5() && entry.sessionSeconds() > 0) {
            options.put("properties", Map.of("sessionExpiryInterval", entry.sessionSeconds()));
        }
        if (entry.password() != null) {
            options.put("username", "ignored");
            options.put("password", entry.password());
        }
        Arrived will = entry.will();
        if (will != null) {
            options.put("will", Map.of("topic", will.topic(), "payload", will.text(), "qos", will.qos()));
        }
        if (entry.door().authority() != null) {
            try {
                options.put("ca", Files.readString(entry.door().authority()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return options;
    }

    /** An event of the client; called by the reader. */
    void take(JsonNode event) {
        switch (event.path("event").asText()) {
            case "connect" -> connects.incrementAndGet();
            case "message" -> {
                messages.add(event);
                arrived.add(new Arrived(
                        event.path("topic").asText(),
                        event.path("text").asText(),
                        event.path("qos").asInt(),
                        event.path("retain").asBoolean()));
            }
            case "disconnect" -> ends.add(answer(event));
            case "close" -> ends.add(new Answer(-1, null));
            default -> {}
        }
    }

    private static Answer answer(JsonNode said) {
        String reason = said.path("reason").isTextual() ? said.path("reason").asText() : null;
        return new Answer(said.path("code").asInt(), reason);
    }

    @Override
    public Answer subscribe(String filter, int qos) {
        JsonNode said = host.perform("subscribe", name, filter, Map.of("qos", qos));
        JsonNode granted = said.path("granted");
        if (!granted.isArray()) {
            throw new IllegalStateException("no SUBACK: " + said);
        }
        return new Answer(granted.get(0).asInt(), answer(said).reason());
    }

    @Override
    public Answer publish(String topic, String text, int qos, boolean retain) {
        return publish(topic, text, Map.of("qos", qos, "retain", retain));
    }

    /** Publishes with options of MQTT.js. */
    Answer publish(String topic, String text, Map<String, ?> options) {
        return answer(host.perform("publish", name, topic, text, options));
    }

    /** Publishes {@code text-1} to {@code text-COUNT} at once; ends when all are through. */
    CompletableFuture<JsonNode> publishMany(String topic, String text, int count, int qos) {
        return host.begin("publishMany", name, topic, text, count, Map.of("qos", qos));
    }

    /** What came, with everything that MQTT.js tells of it. */
    List<JsonNode> messages() {
        return messages;
    }

    /** How often it was connected. */
    int connects() {
        return connects.get();
    }

    @Override
    public List<Arrived> arrived() {
        return arrived;
    }

    @Override
    public List<Answer> ends() {
        return ends;
    }

    @Override
    public boolean sessionPresent() {
        return sessionPresent;
    }

    @Override
    public void close() {
        host.perform("leave", name);
    }

    @Override
    public void drop() {
        host.perform("drop", name);
    }
}
