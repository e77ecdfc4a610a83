package io.fairlead.app;

import io.fairlead.wire.json.JsonTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the admin listener of a running gateway. Blocks. */
final class AdminClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than the gateway waits for the broker. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI base;
    private final @Nullable String token;

    /** @param token what to show; null for nothing */
    AdminClient(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * What a gateway answered.
     *
     * @param fields the JSON object of its body
     */
    record Answer(String body, Map<?, ?> fields) {

        String field(String name) {
            return String.valueOf(fields.get(name));
        }
    }

    Answer get(String path) throws InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer delete(String path) throws InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer post(String path, Map<String, ?> fields) throws InterruptedException {
        return send("POST", path, BodyPublishers.ofString(JsonTree.write(fields)));
    }

    /** A refusal ends the command: what the broker is at fault for cannot be reached, and anything else is a no. */
    private Answer send(String method, String path, BodyPublisher body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(method, body)
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw CommandFailure.unreachable("no gateway answers at " + base + " (" + e
                    + "); is it running, with listeners.admin? --url names another");
        }
    }

    private Answer answer(HttpResponse<String> response) {
        if (!(read(response.body()) instanceof Map<?, ?> fields)) {
            throw CommandFailure.no(base + " answered " + response.statusCode()
                    + " with something else than JSON: it is no admin listener of a gateway, or something stands in"
                    + " between");
        }
        if (fields.get("error") instanceof Map<?, ?> error) {
            String sentence = error.get("code") + " (leg " + error.get("leg") + "): " + error.get("reason");
            throw "broker".equals(error.get("leg"))
                    ? CommandFailure.unreachable(sentence)
                    : CommandFailure.no(sentence);
        }
        return new Answer(response.body().strip(), fields);
    }

    private static @Nullable Object read(String body) {
        try {
            return JsonTree.read(body);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
