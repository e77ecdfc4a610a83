package io.fairlead.admin;

import io.fairlead.identity.revocation.Revocations;
import io.fairlead.identity.revocation.Subject;
import io.fairlead.wire.json.JsonTree;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator asks to be revoked, and for how long. */
record RevocationOrder(Subject subject, Duration lasting) {

    private static final Set<String> FIELDS = Set.of("user", "client", "tokenId", "forSeconds");

    /**
     * Reads the body of a request.
     *
     * @throws IllegalArgumentException with a sentence if it asks for nothing that can be done
     */
    static RevocationOrder read(String text) {
        if (!(JsonTree.read(text) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("the body is to be a JSON object");
        }
        fields.keySet().stream()
                .filter(field -> !FIELDS.contains(String.valueOf(field)))
                .findFirst()
                .ifPresent(field -> {
                    throw new IllegalArgumentException(
                            "there is no field " + field + "; there are user, client, tokenId and forSeconds");
                });
        Subject subject = Subject.of(text(fields, "user"), text(fields, "client"), text(fields, "tokenId"));
        return new RevocationOrder(subject, lasting(fields.get("forSeconds")));
    }

    private static @Nullable String text(Map<?, ?> fields, String field) {
        Object value = fields.get(field);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(field + " is to be a text");
        }
        return (String) value;
    }

    private static Duration lasting(@Nullable Object seconds) {
        if (seconds == null) {
            return Revocations.USUAL;
        }
        long longest = Revocations.LONGEST.toSeconds();
        if (seconds instanceof Number number) {
            BigDecimal given = new BigDecimal(number.toString());
            if (given.signum() > 0 && given.compareTo(BigDecimal.valueOf(longest)) <= 0 && given.scale() <= 0) {
                return Duration.ofSeconds(given.longValueExact());
            }
        }
        throw new IllegalArgumentException("forSeconds is to be a whole number from 1 to " + longest
                + "; without it that is " + Revocations.USUAL.toSeconds());
    }
}
