package io.fairlead.app;

import io.fairlead.wire.json.JsonTree;
import java.util.Map;

/** What a close of the gateway means for who sits at the terminal (protocol, section 4). */
final class CloseSentence {

    private static final int FIRST_FINAL = 4500;
    private static final int END_OF_FINAL = 5000;

    private CloseSentence() {}

    /** A failure with the exit code that fits: a final close is an answer, any other one a gateway out of reach. */
    static CommandFailure of(int status, String reason) {
        String sentence = "the gateway closed the connection: " + words(reason) + " (" + status + ")";
        return status >= FIRST_FINAL && status < END_OF_FINAL
                ? CommandFailure.no(sentence)
                : CommandFailure.unreachable(sentence);
    }

    private static String words(String reason) {
        if (reason.isEmpty()) {
            return "it gave no reason";
        }
        try {
            return JsonTree.read(reason) instanceof Map<?, ?> fields ? words(fields) : reason;
        } catch (IllegalArgumentException e) {
            return reason;
        }
    }

    private static String words(Map<?, ?> fields) {
        Object why = fields.containsKey("reason") ? fields.get("reason") : fields.get("code");
        Object leg = fields.get("leg");
        return why + (leg == null ? "" : ", leg " + leg);
    }
}
