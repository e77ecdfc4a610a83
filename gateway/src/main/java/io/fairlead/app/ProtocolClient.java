package io.fairlead.app;

import io.fairlead.wire.json.JsonTree;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a gateway, as a page has one: WebSocket and JSON. Frames are sent and taken by one thread; every failure
 * is a {@link CommandFailure} that names its leg.
 */
final class ProtocolClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final URI url;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    private ProtocolClient(URI url) {
        this.url = url;
        this.socket = connect();
    }

    /** What came from the gateway. */
    private sealed interface Event {}

    /** One frame: its text, and its fields. */
    record Frame(String text, Map<?, ?> fields) implements Event {

        /** A field as text; empty if it is not there. */
        String field(String name) {
            Object value = fields.get(name);
            return value == null ? "" : value.toString();
        }

        String type() {
            return field("type");
        }
    }

    private record Gone(CommandFailure why) implements Event {}

    /** Connects and waits until that is done. */
    static ProtocolClient open(URI url) {
        return new ProtocolClient(url);
    }

    /** Sends one frame. */
    void send(Map<String, Object> frame) {
        try {
            socket.sendText(JsonTree.write(frame), true).join();
        } catch (CompletionException e) {
            throw CommandFailure.unreachable("the connection to the gateway at " + url + " broke while sending");
        }
    }

    /** Waits for the next frame, as long as it takes. */
    Frame next() throws InterruptedException {
        return frame(events.take());
    }

    /** Waits for the next frame; fails if none comes in time. */
    Frame next(Duration patience) throws InterruptedException {
        Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw CommandFailure.unreachable(
                    "the gateway at " + url + " gave no answer within " + patience.toSeconds() + " s");
        }
        return frame(event);
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(2, TimeUnit.SECONDS)
                    .exceptionally(e -> socket)
                    .join();
        }
        socket.abort();
    }

    private static Frame frame(Event event) {
        if (event instanceof Gone gone) {
            throw gone.why();
        }
        return (Frame) event;
    }

    private WebSocket connect() {
        try {
            return HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .subprotocols("fairlead.v1")
                    .buildAsync(url, new Incoming())
                    .join();
        } catch (CompletionException e) {
            throw CommandFailure.unreachable("cannot reach the gateway at " + url + ": " + why(e.getCause()));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.no("--url " + url + " is no WebSocket address; write it as ws://127.0.0.1:8080/ws");
        }
    }

    private static String why(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            return "it answered with the HTTP status " + refused.getResponse().statusCode()
                    + " where a WebSocket was asked for; is the path /ws?";
        } else if (cause instanceof ConnectException unresolved
                && unresolved.getCause() instanceof ConnectException inner
                && inner.getCause() instanceof UnresolvedAddressException) {
            return "its name has no address (DNS)";
        } else if (cause instanceof ConnectException) {
            return "nobody listens there; is `fairlead run` running?";
        }
        return String.valueOf(cause);
    }

    /** Turns what the socket hears into events. */
    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add(parsed(text.toString()));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            events.add(new Gone(CommandFailure.unreachable(url + " sends binary frames; that is no Fairlead gateway")));
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            events.add(new Gone(CloseSentence.of(status, reason)));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            events.add(new Gone(CommandFailure.unreachable(
                    "the connection to the gateway at " + url + " broke (" + error.getMessage() + "): leg client")));
        }

        private Event parsed(String frame) {
            Event strange =
                    new Gone(CommandFailure.unreachable(url + " sends no JSON objects; that is no Fairlead gateway"));
            try {
                return JsonTree.read(frame) instanceof Map<?, ?> fields ? new Frame(frame, fields) : strange;
            } catch (IllegalArgumentException e) {
                return strange;
            }
        }
    }
}
