package io.fairlead.app;

import io.fairlead.topicmap.Explanation;
import io.fairlead.topicmap.Explanation.Alternative;
import io.fairlead.topicmap.Explanation.Checked;
import io.fairlead.topicmap.Explanation.Decided;
import io.fairlead.topicmap.Explanation.PassedOver;
import io.fairlead.topicmap.Explanation.Setting;
import io.fairlead.topicmap.Purpose;
import io.fairlead.wire.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation of the topic map as a person or a program reads it. */
final class ExplanationText {

    private final Explanation explanation;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    ExplanationText(Explanation explanation, Terminal terminal) {
        this.explanation = explanation;
        this.terminal = terminal;
    }

    /** The verdict first, then what led to it. */
    List<String> lines() {
        Explanation.Verdict verdict = explanation.verdict();
        String code = verdict.allowed() ? terminal.good(verdict.code()) : terminal.bad(verdict.code());
        lines.add(code + ": " + verdict.why());
        explanation.decided().ifPresent(this::add);
        for (PassedOver passed : explanation.passedOver()) {
            add("not", passed.route() + ", " + passed.at() + ": " + passed.why());
        }
        return lines;
    }

    private void add(Decided decided) {
        add("route", decided.route() + ", " + decided.at());
        add("maps", decided.channelTemplate() + " to " + decided.topicTemplate());
        String upstream = explanation.purpose() == Purpose.SUBSCRIBE ? "filter" : "topic";
        decided.upstream().ifPresent(name -> add(upstream, name));
        if (!decided.settings().isEmpty()) {
            add(
                    "with",
                    decided.settings().stream()
                            .map(s -> s.name() + " " + s.value())
                            .collect(Collectors.joining(", ")));
        }
        decided.alternatives().forEach(this::add);
    }

    private void add(Alternative alternative) {
        String written = alternative.conditions().stream().map(Checked::written).collect(Collectors.joining("; "));
        String mark = alternative.holds() ? terminal.good("holds") : terminal.bad("fails");
        String why = alternative.conditions().stream()
                .filter(condition -> !condition.holds())
                .map(condition -> explanation.who() + " " + condition.found() + "; it needs " + condition.needs())
                .collect(Collectors.joining("; "));
        add("allow", mark + " {" + written + "}" + (why.isEmpty() ? "" : ": " + why));
    }

    private void add(String name, String text) {
        lines.add("  " + terminal.faint(String.format(Locale.ROOT, "%-7s", name)) + text);
    }

    /** One JSON object. */
    static String json(Explanation explanation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("purpose", explanation.purpose().name().toLowerCase(Locale.ROOT));
        fields.put("channel", explanation.channel());
        fields.put("allowed", explanation.verdict().allowed());
        fields.put("code", explanation.verdict().code());
        fields.put("why", explanation.verdict().why());
        explanation.decided().ifPresent(decided -> fields.put("route", json(decided)));
        fields.put(
                "passedOver",
                explanation.passedOver().stream().map(ExplanationText::json).toList());
        return JsonTree.write(fields);
    }

    private static Map<String, Object> json(Decided decided) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", decided.route());
        fields.put("file", decided.at().file());
        fields.put("line", decided.at().line());
        fields.put("channel", decided.channelTemplate());
        fields.put("topic", decided.topicTemplate());
        decided.upstream().ifPresent(upstream -> fields.put("upstream", upstream));
        fields.put(
                "settings",
                decided.settings().stream()
                        .collect(Collectors.toMap(Setting::name, Setting::value, (a, b) -> a, LinkedHashMap::new)));
        fields.put(
                "allow",
                decided.alternatives().stream().map(ExplanationText::json).toList());
        return fields;
    }

    private static Map<String, Object> json(Alternative alternative) {
        List<Map<String, Object>> conditions = alternative.conditions().stream()
                .map(c -> Map.<String, Object>of(
                        "condition", c.written(), "holds", c.holds(), "needs", c.needs(), "found", c.found()))
                .toList();
        return Map.of("holds", alternative.holds(), "conditions", conditions);
    }

    private static Map<String, Object> json(PassedOver passed) {
        return Map.of("name", passed.route(), "line", passed.at().line(), "why", passed.why());
    }
}
