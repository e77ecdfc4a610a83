package io.fairlead.admin;

import io.fairlead.bridge.Spread;
import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.identity.revocation.Revocations.News;
import io.fairlead.transport.api.ApiAnswer;
import io.fairlead.transport.api.ApiRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/revocations}: what is revoked, and revoking and lifting it. A request is answered once all nodes were told, or once it
 * is known that they were not; on this node it counts before that. Each has a line in the log that says who asked.
 */
final class RevocationsApi {

    static final String PATH = "/api/revocations";

    private static final Logger log = LoggerFactory.getLogger("io.fairlead.audit");
    private static final String JSON = "application/json";

    private final Revocations known;
    private final Desk desk;

    /** Where words take effect and are told to all nodes. */
    @FunctionalInterface
    interface Desk {
        News say(Revocation word, Consumer<Spread> spread);
    }

    RevocationsApi(Revocations known, Desk desk) {
        this.known = known;
        this.desk = desk;
    }

    /** Whether a path is of this. */
    static boolean owns(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    void answer(ApiRequest request, Consumer<ApiAnswer> answer) {
        if (!request.path().equals(PATH)) {
            ofOne(request, request.path().substring(PATH.length() + 1), answer);
        } else if (request.method().equals("POST")) {
            revoke(request, answer);
        } else if (request.method().equals("GET") || request.method().equals("HEAD")) {
            answer.accept(list());
        } else {
            answer.accept(Answers.notAllowed("GET, HEAD, POST"));
        }
    }

    private ApiAnswer list() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "revocations",
                known.inForce().stream().map(RevocationsApi::fields).toList());
        fields.put("most", Revocations.MOST);
        return Answers.json(200, fields);
    }

    private void revoke(ApiRequest request, Consumer<ApiAnswer> answer) {
        if (!isJson(request)) {
            answer.accept(Answers.failed(415, "bad_request", "client", "the body is to be of Content-Type " + JSON));
            return;
        }
        try {
            RevocationOrder order = RevocationOrder.read(request.text());
            Revocation word = known.begin(order.subject(), order.lasting());
            say(word, fields(word), 201, answer, "revoked until " + word.until(), request);
        } catch (IllegalArgumentException e) {
            answer.accept(Answers.failed(400, "bad_request", "client", String.valueOf(e.getMessage())));
        }
    }

    private static boolean isJson(ApiRequest request) {
        return request.header("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(JSON::equals)
                .isPresent();
    }

    private void ofOne(ApiRequest request, String id, Consumer<ApiAnswer> answer) {
        Optional<Revocation> found = known.find(id);
        if (found.isEmpty()) {
            answer.accept(Answers.failed(404, "not_found", "client", "no revocation in force has this id"));
        } else if (request.method().equals("GET") || request.method().equals("HEAD")) {
            answer.accept(Answers.json(200, fields(found.get())));
        } else if (request.method().equals("DELETE")) {
            Map<String, Object> fields = fields(found.get());
            fields.put("lifted", true);
            say(known.lift(found.get()), fields, 200, answer, "lifted the revocation", request);
        } else {
            answer.accept(Answers.notAllowed("GET, HEAD, DELETE"));
        }
    }

    private void say(
            Revocation word,
            Map<String, Object> fields,
            int done,
            Consumer<ApiAnswer> answer,
            String what,
            ApiRequest request) {
        News news = desk.say(word, spread -> answer.accept(answer(spread, fields, done)));
        if (news == News.NEW) {
            log.info("{}: {}; asked by {}", what, word.subject(), request.from());
        } else if (news == News.FULL) {
            answer.accept(Answers.failed(
                    503,
                    "overloaded",
                    "gateway",
                    "this gateway holds " + Revocations.MOST
                            + " revocations, as many as it may; lift some that are not needed"));
        } else {
            answer.accept(Answers.failed(
                    409, "conflict", "gateway", "somebody else revoked or lifted the same at this moment; ask again"));
        }
    }

    private static ApiAnswer answer(Spread spread, Map<String, Object> fields, int done) {
        if (spread instanceof Spread.NotTold not) {
            fields.put("nodes", "not told");
            fields.put(
                    "error",
                    Answers.error(
                            not.reason().code(),
                            not.reason().leg().word(),
                            not.why() + ". On this gateway it counts already"));
            return Answers.json(status(not), fields);
        }
        fields.put("nodes", "told");
        return Answers.json(done, fields);
    }

    private static int status(Spread.NotTold not) {
        return switch (not.reason()) {
            case BROKER_REFUSED -> 502;
            case TIMEOUT -> 504;
            default -> 503;
        };
    }

    private static Map<String, Object> fields(Revocation word) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", word.subject().id());
        put(fields, "user", word.subject().user());
        put(fields, "client", word.subject().client());
        put(fields, "tokenId", word.subject().tokenId());
        fields.put("at", word.at());
        fields.put("until", word.until());
        return fields;
    }

    private static void put(Map<String, Object> fields, String key, @Nullable String value) {
        if (value != null) {
            fields.put(key, value);
        }
    }
}
