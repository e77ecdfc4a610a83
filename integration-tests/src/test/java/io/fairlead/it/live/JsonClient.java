package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A page with a plain WebSocket, which remembers what it was sent. To be used from a test's thread. */
public final class JsonClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> frames = new ArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder unfinished = new StringBuilder();
    private final WebSocket socket;

    /** Connects one to a gateway on this machine. */
    public JsonClient(int port) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
                .join();
    }

    /** Sends one frame. */
    public void send(String json) {
        socket.sendText(json, true).join();
    }

    /** Subscribes, and returns the reply. */
    public JsonNode subscribe(String channel) {
        return ask("\"type\":\"subscribe\",\"channel\":\"" + channel + "\"");
    }

    /** Leaves a channel, and returns the reply. */
    public JsonNode unsubscribe(String channel) {
        return ask("\"type\":\"unsubscribe\",\"channel\":\"" + channel + "\"");
    }

    /** Sends a command with these fields, and returns its reply. */
    public JsonNode ask(String fields) {
        int id = ids.incrementAndGet();
        send("{\"id\":" + id + "," + fields + "}");
        return await(frame -> frame.path("id").asInt() == id);
    }

    /** Waits until everything that the gateway had for it before is here. */
    public void settle() {
        ask("\"type\":\"ping\"");
    }

    /** Waits for a frame. */
    public JsonNode await(Predicate<JsonNode> wanted) {
        waiting("a frame").until(() -> !troubles.isEmpty() || frames().stream().anyMatch(wanted));
        assertThat(troubles).isEmpty();
        return frames().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for so many notices of a kind. */
    public void awaitNotices(String code, int count) {
        waiting(count + " notices " + code)
                .until(() -> frames().stream().filter(isNotice(code)).count() >= count);
    }

    private static Predicate<JsonNode> isNotice(String code) {
        return frame -> frame.path("type").asText().equals("notice")
                && frame.path("code").asText().equals(code);
    }

    /** How often it was told that messages of a channel may be missing. */
    public int gaps(String channel) {
        Predicate<JsonNode> ofChannel = frame -> frame.path("channel").asText().equals(channel);
        return (int) frames().stream().filter(isNotice("gap").and(ofChannel)).count();
    }

    /** Waits until it has had exactly these messages, in this order. */
    public void awaitMessages(String... lines) {
        waiting("messages").untilAsserted(() -> assertThat(messages()).containsExactly(lines));
    }

    /** Waits until it has had exactly these messages, in whatever order. */
    public void awaitMessagesInAnyOrder(String... lines) {
        waiting("messages").untilAsserted(() -> assertThat(messages()).containsExactlyInAnyOrder(lines));
    }

    static ConditionFactory waiting(String forWhat) {
        return Awaitility.await(forWhat)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Every message so far, each as {@link Heard#toString} says it. */
    public List<String> messages() {
        return heard().stream().map(Heard::toString).toList();
    }

    /** Every message so far. */
    List<Heard> heard() {
        return frames().stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(Heard::of)
                .toList();
    }

    /** Everything so far. */
    public List<JsonNode> frames() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        unfinished.append(text);
        if (last) {
            received(unfinished.toString());
            unfinished.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void received(String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            synchronized (frames) {
                frames.add(frame);
            }
        } catch (JsonProcessingException e) {
            troubles.add("no JSON: " + text);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        troubles.add("closed: " + status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        troubles.add("broken: " + error);
    }

    /** Why it is not connected any more; empty while it is. */
    public List<String> troubles() {
        return troubles;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
