package io.fairlead.admin;

import io.fairlead.transport.api.Api;
import io.fairlead.transport.api.ApiAnswer;
import io.fairlead.transport.api.ApiRequest;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which path of the admin listener leads where, and who may go there: to the node's health everybody who reaches it. */
final class AdminApi implements Api {

    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final Access access;
    private final Supplier<String> metrics;
    private final RevocationsApi revocations;

    /** @param metrics says what the node counts, in the text format of Prometheus */
    AdminApi(Health health, Access access, Supplier<String> metrics, RevocationsApi revocations) {
        this.health = health;
        this.access = access;
        this.metrics = metrics;
        this.revocations = revocations;
    }

    @Override
    public void answer(ApiRequest request, Consumer<ApiAnswer> answer) {
        ApiAnswer said = isHealth(request.path()) ? null : access.objection(request);
        if (said != null) {
            answer.accept(said);
            return;
        }
        if (RevocationsApi.owns(request.path())) {
            revocations.answer(request, answer);
            return;
        }
        switch (request.path()) {
            case Health.LIVE -> answer.accept(read(request, health::live));
            case Health.READY -> answer.accept(read(request, health::ready));
            case "/metrics" -> answer.accept(read(request, () -> new ApiAnswer(200, METRICS, metrics.get(), Map.of())));
            default -> answer.accept(Answers.failed(404, "not_found", "client", "there is nothing here"));
        }
    }

    private static boolean isHealth(String path) {
        return path.equals(Health.LIVE) || path.equals(Health.READY);
    }

    private static ApiAnswer read(ApiRequest request, Supplier<ApiAnswer> source) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads ? source.get() : Answers.notAllowed("GET, HEAD");
    }
}
