package io.fairlead.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A plain WebSocket client, as a page would be one: the JDK's, which knows nothing of Fairlead. */
public final class JsonClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final List<String> closes = new CopyOnWriteArrayList<>();
    private final StringBuilder unfinished = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean stalled;

    private JsonClient(URI address) {
        socket = HTTP.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /**
     * Connects.
     *
     * @param uri path and query
     */
    public static JsonClient connect(int port, String uri) {
        return new JsonClient(URI.create("ws://127.0.0.1:" + port + uri));
    }

    /** Sends one text frame. */
    public void send(String json) {
        socket.sendText(json, true).join();
    }

    /** Reads nothing any more, after what comes next, until {@link #resume}. */
    public void stall() {
        stalled = true;
    }

    /** Reads on; for a client that has stalled, and got something since. */
    public void resume() {
        stalled = false;
        socket.request(1);
    }

    /** Sends one binary frame. */
    public void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** Subscribes, and returns once that is in force. */
    public void subscribe(String channel) {
        send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
        await("\"type\":\"subscribed\"", "\"channel\":\"" + channel + "\"");
    }

    /** Waits for a frame that holds all of these pieces of JSON, and returns it. */
    public String await(String... pieces) {
        List<String> found = new ArrayList<>();
        Awaitility.await(String.join(" ", pieces))
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(() -> find(found, pieces));
        return found.get(0);
    }

    private boolean find(List<String> found, String... pieces) {
        frames.stream()
                .filter(frame -> Arrays.stream(pieces).allMatch(frame::contains))
                .findFirst()
                .ifPresent(found::add);
        return !found.isEmpty();
    }

    /** Waits to be closed; the status and the reason. */
    public String awaitClose() {
        Awaitility.await().atMost(PATIENCE).until(() -> !closes.isEmpty());
        return closes.get(0);
    }

    /** What came so far, in its order. */
    public List<String> frames() {
        return frames;
    }

    /** Whether nobody has closed it. */
    public boolean isOpen() {
        return closes.isEmpty();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        unfinished.append(text);
        if (last) {
            frames.add(unfinished.toString());
            unfinished.setLength(0);
        }
        if (stalled) {
            return null;
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closes.add(status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closes.add("broken: " + error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
