package io.fairlead.comparison;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A page that connects, says who it is, and is welcomed. */
public final class HonestClient implements WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final CompletableFuture<Boolean> welcomed = new CompletableFuture<>();

    private HonestClient() {}

    /**
     * Connects and is welcomed.
     *
     * @return how long that took, in milliseconds; negative if it was not
     */
    public static long visit(int port) {
        long began = System.nanoTime();
        HonestClient client = new HonestClient();
        try {
            WebSocket socket = HTTP.newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), client)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            socket.sendText("{\"type\":\"connect\",\"id\":1}", true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            boolean in = client.welcomed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return in ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } catch (Exception refused) {
            return -1;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        welcomed.complete(text.toString().contains("\"welcome\""));
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        welcomed.complete(false);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        welcomed.complete(false);
    }
}
