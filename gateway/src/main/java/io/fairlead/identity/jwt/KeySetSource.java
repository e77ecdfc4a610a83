package io.fairlead.identity.jwt;

import io.fairlead.identity.remote.BoundedBody;
import io.fairlead.identity.remote.RemoteService;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Fetches an issuer's key set. Never blocks; answers on a thread of the HTTP client. */
final class KeySetSource {

    private static final int OK = 200;

    private final JwksSettings settings;
    private final HttpClient client;
    private final HttpRequest request;

    KeySetSource(JwksSettings settings) {
        this.settings = settings;
        this.client = RemoteService.client(settings.trusted(), settings.timeout());
        this.request = HttpRequest.newBuilder(settings.url())
                .header("Accept", "application/jwk-set+json, application/json")
                .timeout(settings.timeout())
                .build();
    }

    /** The set as it is now. Fails within the timeout, whatever the other side does. */
    CompletableFuture<KeySet> fetch() {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BoundedBody.upTo(settings.maxBytes()));
        return answer.thenApply(KeySetSource::read)
                .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((set, failure) -> {
                    if (failure != null) {
                        answer.cancel(true);
                    }
                });
    }

    private static KeySet read(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalArgumentException("it answered with status " + answer.statusCode()
                    + (answer.statusCode() / 100 == 3 ? "; redirects are not followed" : ""));
        }
        return KeySetReader.read(answer.body());
    }
}
