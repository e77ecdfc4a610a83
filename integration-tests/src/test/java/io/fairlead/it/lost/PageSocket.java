package io.fairlead.it.lost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a gateway, as a page has it. What comes goes to its listener, one call after the other. */
final class PageSocket implements AutoCloseable {

    /** The code of an end that nobody announced. */
    static final int ABNORMAL = 1006;

    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .executor(Executors.newFixedThreadPool(2, task -> {
                Thread thread = new Thread(task, "pages");
                thread.setDaemon(true);
                return thread;
            }))
            .build();

    /** Hears what happens on a connection. */
    interface Listener {

        void onFrame(JsonNode frame);

        /** The connection has ended, and not by {@link PageSocket#close}. */
        void onEnd(int code, String reason);
    }

    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean reading = true;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private final WebSocket socket;

    private PageSocket(WebSocket socket) {
        this.socket = socket;
    }

    /** Connects to a port of the loopback address. */
    static CompletableFuture<PageSocket> open(int port, Listener listener) {
        Incoming incoming = new Incoming(listener);
        return HTTP.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), incoming)
                .thenApply(socket -> {
                    PageSocket page = new PageSocket(socket);
                    incoming.of.complete(page);
                    return page;
                });
    }

    /** Sends one frame, after those before it. */
    synchronized void send(String json) {
        sent = sent.handle((done, failure) -> null).thenCompose(before -> socket.sendText(json, true));
    }

    /** Reads nothing from now on, so that what comes stays in the sockets and then in the gateway. */
    void stopReading() {
        reading = false;
    }

    /** Reads again. */
    void readAgain() {
        reading = true;
        socket.request(1);
    }

    /** Ends the connection without a word; its listener hears nothing any more. */
    @Override
    public void close() {
        ended.set(true);
        socket.abort();
    }

    private static final class Incoming implements WebSocket.Listener {
        private final CompletableFuture<PageSocket> of = new CompletableFuture<>();
        private final StringBuilder unfinished = new StringBuilder();
        private final Listener listener;

        Incoming(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket from) {
            // Nothing is read before the page knows its socket
            var unused = of.thenAccept(page -> from.request(1));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            unfinished.append(text);
            if (last && !of.join().ended.get()) {
                listener.onFrame(parsed(unfinished.toString()));
            }
            if (last) {
                unfinished.setLength(0);
            }
            if (of.join().reading) {
                from.request(1);
            }
            return null;
        }

        private static JsonNode parsed(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("no JSON: " + text, e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end(status, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(ABNORMAL, error.toString());
        }

        private void end(int code, String reason) {
            if (of.join().ended.compareAndSet(false, true)) {
                listener.onEnd(code, reason);
            }
        }
    }
}
