package io.fairlead.admin;

import io.fairlead.transport.api.ApiAnswer;
import io.fairlead.wire.json.JsonTree;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answers of the admin API, as JSON. */
final class Answers {

    private static final String JSON = "application/json";

    private Answers() {}

    static ApiAnswer json(int status, Map<String, ?> fields) {
        return json(status, fields, Map.of());
    }

    /** A refusal, with the leg that is at fault and a sentence for the operator. */
    static ApiAnswer failed(int status, String code, String leg, String reason) {
        return failed(status, code, leg, reason, Map.of());
    }

    static ApiAnswer failed(int status, String code, String leg, String reason, Map<String, String> headers) {
        return json(status, Map.of("error", error(code, leg, reason)), headers);
    }

    /** The path is there, and not for this method. */
    static ApiAnswer notAllowed(String methods) {
        return failed(405, "bad_request", "client", "only " + methods + " is possible here", Map.of("allow", methods));
    }

    static Map<String, Object> error(String code, String leg, String reason) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("leg", leg);
        error.put("reason", reason);
        return error;
    }

    private static ApiAnswer json(int status, Map<String, ?> fields, Map<String, String> headers) {
        return new ApiAnswer(status, JSON, JsonTree.write(fields) + "\n", headers);
    }
}
