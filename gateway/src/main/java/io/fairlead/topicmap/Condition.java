package io.fairlead.topicmap;

import io.fairlead.identity.Identity;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One condition of {@code allow}.
 *
 * @param claim the claim's name; empty for the other kinds
 * @param value what is compared with; empty text for {@code anyone} and {@code authenticated}
 */
record Condition(ConditionDefinition.Kind kind, String claim, ValueTemplate value) {

    static Condition of(ConditionDefinition definition) {
        return new Condition(definition.kind(), definition.claim(), ValueTemplate.parse(definition.value()));
    }

    boolean holds(Call call) {
        Identity identity = call.asker().identity();
        return switch (kind) {
            case ANYONE -> true;
            case AUTHENTICATED -> identity.isAuthenticated();
            case ROLE -> {
                String role = value.in(call);
                yield role != null && identity.roles().contains(role);
            }
            case USER -> {
                String user = value.in(call);
                yield user != null && user.equals(identity.user());
            }
            case CLAIM_EQUALS -> {
                String wanted = value.in(call);
                yield wanted != null && wanted.equals(OwnVariable.single(claimOf(identity)));
            }
            case CLAIM_CONTAINS -> contains(claimOf(identity), value.in(call));
        };
    }

    /** What would make it hold in a call, as words that follow "needs". */
    String need(Call call) {
        String wanted = value.in(call);
        String shown = wanted == null ? value.text() + ", which has no value for this identity" : "'" + wanted + "'";
        return switch (kind) {
            case ANYONE -> "nothing";
            case AUTHENTICATED -> "a verified token";
            case ROLE -> "the role " + shown;
            case USER -> "to be the user " + shown;
            case CLAIM_EQUALS -> "the claim '" + claim + "' to be " + shown;
            case CLAIM_CONTAINS -> "the claim '" + claim + "' to hold " + shown;
        };
    }

    /** What the identity has instead. */
    String found(Call call) {
        Identity identity = call.asker().identity();
        return switch (kind) {
            case ANYONE -> "nothing is asked";
            case AUTHENTICATED, USER -> identity.user() == null ? "is anonymous" : "is '" + identity.user() + "'";
            case ROLE -> identity.roles().isEmpty() ? "has no roles" : "has the roles " + identity.roles();
            case CLAIM_EQUALS, CLAIM_CONTAINS ->
                claimOf(identity) == null ? "has no such claim" : "has " + claimOf(identity);
        };
    }

    /** As the map writes it. */
    @Override
    public String toString() {
        return switch (kind) {
            case ANYONE -> "anyone";
            case AUTHENTICATED -> "authenticated";
            case ROLE -> "role: " + value.text();
            case USER -> "user: " + value.text();
            case CLAIM_EQUALS -> "claim: " + claim + ", equals: " + value.text();
            case CLAIM_CONTAINS -> "claim: " + claim + ", contains: " + value.text();
        };
    }

    /** Whether it asks for no more than a verified token, if that. */
    boolean isForAll() {
        return kind == ConditionDefinition.Kind.ANYONE || kind == ConditionDefinition.Kind.AUTHENTICATED;
    }

    /** The condition with its variables named by where they stand in a topic. */
    String inTermsOf(Template topic) {
        String text = value.parts().stream()
                .map(p -> p.variable() && topic.levelOf(p.text()) >= 0
                        ? "{" + topic.levelOf(p.text()) + "}"
                        : p.toString())
                .collect(Collectors.joining());
        return kind + " " + claim + " " + text;
    }

    private @Nullable Object claimOf(Identity identity) {
        return identity.claims().get(claim);
    }

    private static boolean contains(@Nullable Object claim, @Nullable String wanted) {
        if (wanted == null) {
            return false;
        }
        return claim instanceof Collection<?> list
                ? list.stream().anyMatch(item -> wanted.equals(OwnVariable.single(item)))
                : wanted.equals(OwnVariable.single(claim));
    }
}
