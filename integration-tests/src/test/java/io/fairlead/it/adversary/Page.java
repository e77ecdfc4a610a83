package io.fairlead.it.adversary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A page of an intruder: it says whatever it likes at {@code /ws}, and notes every refusal. For the test's thread. */
final class Page implements WebSocket.Listener, AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final int ABNORMAL = 1006;
    private static final int PATIENCE_SECONDS = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Refusals refusals;
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<@Nullable JsonNode>> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder unfinished = new StringBuilder();
    private final WebSocket socket;
    private volatile int closed;

    Page(int port, String query, Map<String, String> headers, Refusals refusals) {
        this.refusals = refusals;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws" + query), this)
                .join();
    }

    /** Opens the session; returns whether it was let in. */
    boolean connect(Map<String, ?> fields) {
        JsonNode answer = ask("connect", fields);
        return answer != null && answer.path("type").asText().equals("welcome");
    }

    /** Sends a command, and returns its answer; null if the connection was closed instead. */
    @Nullable
    JsonNode ask(String type, Map<String, ?> fields) {
        int id = ids.incrementAndGet();
        Map<String, Object> command = new LinkedHashMap<>(fields);
        command.put("type", type);
        command.put("id", id);
        CompletableFuture<@Nullable JsonNode> answer = new CompletableFuture<>();
        awaited.put(id, answer);
        if (closed != 0) {
            answer.complete(null);
        }
        send(written(command));
        JsonNode frame = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        note(frame);
        return frame;
    }

    /** Whether a command was done. */
    boolean does(String type, Map<String, ?> fields) {
        JsonNode answer = ask(type, fields);
        return answer != null && !answer.path("type").asText().equals("error");
    }

    private void note(@Nullable JsonNode answer) {
        if (answer != null && answer.path("type").asText().equals("error")) {
            refusals.add(answer.path("code").asText(), answer.path("leg").asText(), answer.toString());
        }
    }

    private void hear(JsonNode frame) {
        frames.add(frame);
        CompletableFuture<@Nullable JsonNode> answer =
                frame.path("id").isInt() ? awaited.remove(frame.path("id").asInt()) : null;
        if (answer != null) {
            answer.complete(frame);
        }
    }

    private void end(int code) {
        closed = code;
        awaited.values().forEach(answer -> answer.complete(null));
    }

    void send(String text) {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException ended) {
            // Its end is told by itself
        }
    }

    private static String written(Map<String, ?> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until all that the gateway had for it is here. */
    void settle() {
        ask("ping", Map.of());
    }

    /** Waits for the end; returns its code. */
    int awaitEnd() {
        waiting("the end").until(() -> closed != 0);
        return closed;
    }

    /** The close code; 0 while it is open. */
    int closed() {
        return closed;
    }

    /** All that it was sent, as text. */
    List<String> heard() {
        return frames.stream().map(JsonNode::toString).toList();
    }

    static ConditionFactory waiting(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        unfinished.append(text);
        if (last) {
            try {
                hear(JSON.readTree(unfinished.toString()));
            } catch (JsonProcessingException e) {
                refusals.add("", "", "no JSON: " + unfinished);
            }
            unfinished.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        try {
            JsonNode said = JSON.readTree(reason);
            refusals.add(said.path("code").asText(), said.path("leg").asText(), status + " " + reason);
        } catch (JsonProcessingException e) {
            refusals.add("", "", status + " " + reason);
        }
        end(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(ABNORMAL);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
