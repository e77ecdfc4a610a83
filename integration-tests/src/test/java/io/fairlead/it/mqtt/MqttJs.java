package io.fairlead.it.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.it.NodeScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** MQTT.js in Node, or as a page's script in Chromium; a process for all clients of the tests, which ends with them. */
final class MqttJs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;

    private static @Nullable MqttJs node;
    private static @Nullable MqttJs chromium;

    private final Writer input;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, MqttJsClient> clients = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private MqttJs(String where) {
        Process process = NodeScript.start("mqtt.mjs", where);
        input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> read(process), "mqtt.js in " + where);
        reader.setDaemon(true);
        reader.start();
        ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    static synchronized MqttJs inNode() {
        MqttJs running = node == null ? new MqttJs("node") : node;
        node = running;
        return running;
    }

    static synchronized MqttJs inChromium() {
        MqttJs running = chromium == null ? new MqttJs("chromium") : chromium;
        chromium = running;
        return running;
    }

    private void read(Process process) {
        StringBuilder noJson = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    take(JSON.readTree(line));
                } else {
                    noJson.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            noJson.append(e);
        }
        IllegalStateException end = new IllegalStateException("mqtt.mjs ended: " + noJson);
        ready.completeExceptionally(end);
        answers.values().forEach(answer -> answer.completeExceptionally(end));
    }

    private void take(JsonNode line) {
        if (line.has("re")) {
            CompletableFuture<JsonNode> answer = answers.remove(line.path("re").asInt());
            if (answer != null && line.has("broken")) {
                answer.completeExceptionally(
                        new IllegalStateException(line.path("broken").asText()));
            } else if (answer != null) {
                answer.complete(line.path("value"));
            }
        } else if (line.has("client")) {
            MqttJsClient client = clients.get(line.path("client").asText());
            if (client != null) {
                client.take(line);
            }
        } else {
            ready.complete(true);
        }
    }

    /** Has an operation of the script done, and returns what it answers. */
    JsonNode perform(String operation, Object... arguments) {
        return begin(operation, arguments)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    CompletableFuture<JsonNode> begin(String operation, Object... arguments) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        var line = JSON.createArrayNode().add(number).add(operation);
        List.of(arguments).forEach(line::addPOJO);
        send(line);
        return answer;
    }

    private synchronized void send(Object line) {
        try {
            input.write(JSON.writeValueAsString(line) + "\n");
            input.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MqttJsClient connect(Entry entry) {
        return connect(entry, Map.of());
    }

    /** Connects one with further options of MQTT.js. */
    MqttJsClient connect(Entry entry, Map<String, ?> furtherOptions) {
        String name = "js" + numbers.incrementAndGet();
        MqttJsClient client = new MqttJsClient(this, name);
        clients.put(name, client);
        client.connect(entry, furtherOptions);
        return client;
    }
}
