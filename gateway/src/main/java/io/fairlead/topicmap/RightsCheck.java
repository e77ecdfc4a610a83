package io.fairlead.topicmap;

import io.fairlead.problem.NearestWord;
import io.fairlead.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/** Checks who may use a route, and with which wildcards. */
record RightsCheck(RouteDefinition definition, Template channel, Problems problems) {

    void check() {
        SubscribeDefinition subscribe = definition.subscribe();
        PublishDefinition publish = definition.publish();
        if (publish != null) {
            checkAllow(publish.allow());
        }
        if (subscribe != null) {
            checkAllow(subscribe.allow());
            subscribe.wildcards().forEach(w -> checkWildcard(w, subscribe));
            subscribe.share().forEach(this::checkGroup);
            if (subscribe.options().delivery() == Delivery.DURABLE) {
                checkDurable(subscribe);
            }
        }
    }

    private void checkAllow(List<AlternativeDefinition> allow) {
        allow.forEach(alternative -> alternative.conditions().forEach(this::checkCondition));
    }

    private void checkCondition(ConditionDefinition condition) {
        List<String> known = new ArrayList<>(channel.variables());
        known.addAll(List.of("user", "client", "claim.NAME"));
        ValueTemplate value = ValueTemplate.parse(condition.value());
        for (String variable : value.variables()) {
            if (channel.levelOf(variable) < 0 && !OwnVariable.isOne(variable)) {
                problems.error(
                        condition.at(),
                        "the condition names {" + variable + "}, which the channel '" + channel + "' does not have",
                        NearestWord.hint(variable, known));
            }
        }
        if (value.parts().stream()
                .anyMatch(p ->
                        !p.variable() && (p.text().contains("{") || p.text().contains("}")))) {
            problems.error(condition.at(), "'" + condition.value() + "' has a brace without its other", "");
        }
    }

    private void checkWildcard(Text wildcard, SubscribeDefinition subscribe) {
        String variable = wildcard.value();
        if (OwnVariable.isOne(variable)) {
            problems.error(
                    wildcard.at(),
                    "{" + variable + "} is the identity's own and never a wildcard",
                    "take it out of the list");
        } else if (channel.levelOf(variable) < 0) {
            problems.error(
                    wildcard.at(),
                    "the channel '" + channel + "' has no {" + variable + "}",
                    NearestWord.hint(variable, channel.variables()));
        } else if (isDecidedBy(variable, subscribe)) {
            problems.error(
                    wildcard.at(),
                    "{" + variable + "} cannot be a wildcard, since a condition of 'allow' looks at its value",
                    "take it out of 'wildcards', or make a route of its own for those who may see all");
        }
    }

    private static boolean isDecidedBy(String variable, SubscribeDefinition subscribe) {
        return subscribe.allow().stream()
                .flatMap(a -> a.conditions().stream())
                .anyMatch(c -> ValueTemplate.parse(c.value()).variables().contains(variable));
    }

    private void checkGroup(Text group) {
        String fault = Names.valueFault(group.value());
        if (fault != null) {
            problems.error(group.at(), "'" + group.value() + "' is no name of a $share group: it " + fault, "");
        }
    }

    private void checkDurable(SubscribeDefinition subscribe) {
        for (AlternativeDefinition alternative : subscribe.allow()) {
            boolean open = alternative.conditions().stream().allMatch(c -> c.kind() == ConditionDefinition.Kind.ANYONE);
            if (open && !alternative.conditions().isEmpty()) {
                problems.error(
                        alternative.at(),
                        "a durable route is open to anyone",
                        "durable delivery needs to know who comes back: allow: [authenticated]");
            }
        }
    }
}
