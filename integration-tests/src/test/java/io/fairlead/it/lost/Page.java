package io.fairlead.it.lost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One connection of a page, which remembers all it was told. To be used from a test's thread. */
final class Page implements PageSocket.Listener, AutoCloseable {

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final PageSocket socket;

    Page(int port) {
        socket = PageSocket.open(port, this).join();
    }

    static ConditionFactory waiting(String forWhat) {
        return Awaitility.await(forWhat)
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    @Override
    public void onFrame(JsonNode frame) {
        if (frame.path("data") instanceof ObjectNode data) {
            data.remove(NumberedPublisher.PADDING);
        }
        frames.add(frame);
    }

    @Override
    public void onEnd(int code, String reason) {
        ends.add(code + " " + reason);
    }

    /** Sends one frame. */
    void send(String json) {
        socket.send(json);
    }

    /** Sends a command with these fields, and returns its reply. */
    JsonNode ask(String fields) {
        int id = ids.incrementAndGet();
        send("{\"id\":" + id + "," + fields + "}");
        return await("the reply to " + fields, frame -> frame.path("id").asInt() == id);
    }

    /** Subscribes with further fields, and returns the reply. */
    JsonNode subscribe(String channel, String furtherFields) {
        return ask("\"type\":\"subscribe\",\"channel\":\"" + channel + "\"" + furtherFields);
    }

    /** Waits for a frame. */
    JsonNode await(String what, Predicate<JsonNode> wanted) {
        waiting(what + ", having " + ends).until(() -> frames.stream().anyMatch(wanted) || !ends.isEmpty());
        return frames.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("closed with " + ends + " instead of " + what));
    }

    /** Waits for a notice, and returns it. */
    JsonNode awaitNotice(String code) {
        return await("the notice " + code, frame -> isNotice(frame, code));
    }

    static boolean isNotice(JsonNode frame, String code) {
        return frame.path("type").asText().equals("notice")
                && frame.path("code").asText().equals(code);
    }

    /** The last {@code pos} of a channel. */
    long pos(String channel) {
        return frames.stream()
                .filter(frame -> frame.path("channel").asText().equals(channel))
                .mapToLong(frame -> frame.path("pos").asLong(0))
                .max()
                .orElse(0);
    }

    /** The numbers that came, as {@link NumberedPublisher} publishes them. */
    List<Integer> numbers() {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(frame -> frame.path("data").path("n").asInt())
                .toList();
    }

    List<JsonNode> frames() {
        return frames;
    }

    /** How it was closed; empty while it is not. */
    List<String> ends() {
        return ends;
    }

    /** Reads nothing from now on. */
    void stopReading() {
        socket.stopReading();
    }

    /** Reads again. */
    void readAgain() {
        socket.readAgain();
    }

    @Override
    public void close() {
        socket.close();
    }
}
