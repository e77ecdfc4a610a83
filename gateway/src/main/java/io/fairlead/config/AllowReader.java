package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlList;
import io.fairlead.config.yaml.YamlMap;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problems;
import io.fairlead.topicmap.AlternativeDefinition;
import io.fairlead.topicmap.ConditionDefinition;
import io.fairlead.topicmap.ConditionDefinition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code allow}: a list of alternatives. An alternative is a word ({@code anyone}, {@code authenticated}), a mapping
 * whose conditions must all hold, or a list of words and mappings that must all hold.
 */
record AllowReader(Problems problems) {

    List<AlternativeDefinition> read(Section section) {
        Optional<YamlValue> allow = section.value("allow");
        boolean nobody = allow.isEmpty() || isEmpty(allow.get());
        if (nobody) {
            problems.error(
                    section.at(),
                    "nobody is allowed here",
                    "name who may: allow: [authenticated]; or leave the section out");
        }
        return allow.map(YamlValue::items).orElse(List.of()).stream()
                .map(item -> new AlternativeDefinition(item.at(), alternative(item)))
                .toList();
    }

    private static boolean isEmpty(YamlValue value) {
        return value.node() instanceof YamlList list && list.items().isEmpty();
    }

    private List<ConditionDefinition> alternative(YamlValue item) {
        if (isEmpty(item)
                || (item.node() instanceof YamlMap map && map.entries().isEmpty())) {
            problems.error(item.at(), "an alternative of 'allow' has no condition", "write 'anyone' if so meant");
        }
        return item.node() instanceof YamlList
                ? item.items().stream().flatMap(i -> conditions(i).stream()).toList()
                : conditions(item);
    }

    private List<ConditionDefinition> conditions(YamlValue item) {
        return item.node() instanceof YamlMap ? mapping(item.section()) : word(item);
    }

    private static List<ConditionDefinition> word(YamlValue item) {
        return item.choice(List.of("anyone", "authenticated")).stream()
                .map(word -> new ConditionDefinition(
                        item.at(), word.equals("anyone") ? Kind.ANYONE : Kind.AUTHENTICATED, "", ""))
                .toList();
    }

    private List<ConditionDefinition> mapping(Section section) {
        List<ConditionDefinition> conditions = new ArrayList<>();
        simple(section, "role", Kind.ROLE).ifPresent(conditions::add);
        simple(section, "user", Kind.USER).ifPresent(conditions::add);
        conditions.addAll(claim(section));
        section.finish();
        return conditions;
    }

    private static Optional<ConditionDefinition> simple(Section section, String key, Kind kind) {
        return section.value(key)
                .flatMap(value -> value.text().map(text -> new ConditionDefinition(value.at(), kind, "", text)));
    }

    private List<ConditionDefinition> claim(Section section) {
        Optional<String> claim = section.text("claim");
        List<ConditionDefinition> found = new ArrayList<>();
        compared(section, "equals", claim.orElse(""), Kind.CLAIM_EQUALS).ifPresent(found::add);
        compared(section, "contains", claim.orElse(""), Kind.CLAIM_CONTAINS).ifPresent(found::add);
        if (claim.isPresent() && found.isEmpty()) {
            problems.error(
                    section.at(),
                    "the claim '" + claim.get() + "' is compared with nothing",
                    "add 'equals' or 'contains': {claim: " + claim.get() + ", equals: value}");
        }
        if (claim.isEmpty() && !found.isEmpty()) {
            problems.error(section.at(), "'equals' and 'contains' need a claim", "{claim: name, equals: value}");
        }
        return found;
    }

    private static Optional<ConditionDefinition> compared(Section section, String key, String claim, Kind kind) {
        return section.value(key)
                .flatMap(value -> value.text().map(text -> new ConditionDefinition(value.at(), kind, claim, text)));
    }
}
