package io.fairlead.topicmap;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may: one of the alternatives must hold, and of that one every condition. One without conditions never holds. */
record Allow(List<List<Condition>> alternatives) {

    static Allow of(List<AlternativeDefinition> definitions) {
        return new Allow(definitions.stream()
                .filter(a -> !a.conditions().isEmpty())
                .map(a -> a.conditions().stream().map(Condition::of).toList())
                .toList());
    }

    boolean holds(Call call) {
        for (List<Condition> alternative : alternatives) {
            if (allHold(alternative, call)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody without any credentials may. */
    boolean isOpen() {
        return alternatives.stream()
                .anyMatch(a -> a.stream().allMatch(c -> c.kind() == ConditionDefinition.Kind.ANYONE));
    }

    /** Whether some alternative asks for no more than a verified token, if that. */
    boolean isForAll() {
        return alternatives.stream().anyMatch(a -> a.stream().allMatch(Condition::isForAll));
    }

    /** Whether every alternative looks at one of these variables. */
    boolean looksAt(List<String> variables) {
        return alternatives.stream()
                .allMatch(a ->
                        a.stream().anyMatch(c -> c.value().variables().stream().anyMatch(variables::contains)));
    }

    /** The rights in words that are the same for two routes whose variables differ in name alone. */
    Set<Set<String>> inTermsOf(Template topic) {
        return alternatives.stream()
                .map(a -> a.stream().map(c -> c.inTermsOf(topic)).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    private static boolean allHold(List<Condition> conditions, Call call) {
        for (Condition condition : conditions) {
            if (!condition.holds(call)) {
                return false;
            }
        }
        return true;
    }
}
