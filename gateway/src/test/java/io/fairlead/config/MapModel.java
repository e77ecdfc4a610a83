package io.fairlead.config;

import io.fairlead.identity.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a topic map should answer, by trying every route in order; slow and plain. */
record MapModel(List<Line> lines) {

    /**
     * A route.
     *
     * @param role the role that is needed; empty for none
     */
    record Line(
            String name, List<String> channel, List<String> topic, String role, boolean wildcards, boolean publish) {}

    String yaml() {
        return lines.stream().map(MapModel::yaml).collect(Collectors.joining("", "version: 1\nroutes:\n", ""));
    }

    private static String yaml(Line line) {
        String allow = line.role.isEmpty() ? "anyone" : "{role: " + line.role + "}";
        String variables = line.channel.stream()
                .filter(s -> s.startsWith("{v"))
                .map(s -> s.replaceAll("[{}.]", ""))
                .collect(Collectors.joining(", "));
        return "- name: " + line.name + "\n  channel: \"" + String.join("/", line.channel) + "\"\n  topic: \""
                + String.join("/", line.topic) + "\"\n  subscribe: {allow: [" + allow + "], wildcards: ["
                + (line.wildcards ? variables : "") + "]}\n"
                + (line.publish ? "  publish: {allow: [" + allow + "]}\n" : "");
    }

    @Nullable
    String publish(Identity identity, String channel) {
        Line line = decide(identity, channel);
        return line == null || !line.publish || !may(line, identity) ? null : topic(line, identity, channel);
    }

    @Nullable
    Line subscribe(Identity identity, String filter) {
        Line line = decide(identity, filter);
        if (line == null || !may(line, identity) || topic(line, identity, filter) == null) {
            return null;
        }
        boolean wildcard = filter.contains("+") || filter.contains("#");
        return wildcard && !line.wildcards ? null : line;
    }

    @Nullable
    String arrive(Identity identity, String topic) {
        for (Line line : lines) {
            String channel = channel(line, identity, topic);
            if (channel != null && line.equals(subscribe(identity, channel))) {
                return channel;
            }
        }
        return null;
    }

    /** The first line that a publish to a topic, by its own name, goes by. */
    @Nullable
    Line publishTopic(Identity identity, String topic) {
        return lines.stream()
                .filter(line -> decidesChannelOf(line, identity, topic))
                .filter(line -> line.publish && may(line, identity))
                .findFirst()
                .orElse(null);
    }

    /** The first line that a subscription to a topic or topic filter, by its own name, goes by. */
    @Nullable
    Line subscribeTopic(Identity identity, String filter) {
        return lines.stream()
                .filter(line -> decidesChannelOf(line, identity, filter))
                .filter(line -> line.equals(subscribe(identity, String.valueOf(channel(line, identity, filter)))))
                .findFirst()
                .orElse(null);
    }

    private boolean decidesChannelOf(Line line, Identity identity, String topic) {
        String channel = channel(line, identity, topic);
        return channel != null && line.equals(decide(identity, channel));
    }

    @Nullable
    String channelIn(Line line, Identity identity, String topic) {
        return channel(line, identity, topic);
    }

    @Nullable
    String through(Line line, Identity identity, String filter, String topic) {
        String channel = channel(line, identity, topic);
        if (channel == null || !line.equals(decide(identity, channel))) {
            return null;
        }
        return takes(filter.split("/"), channel.split("/")) ? channel : null;
    }

    private @Nullable Line decide(Identity identity, String channel) {
        return lines.stream()
                .filter(line -> bind(line.channel, identity, channel) != null)
                .findFirst()
                .orElse(null);
    }

    private static boolean may(Line line, Identity identity) {
        return line.role.isEmpty() || identity.roles().contains(line.role);
    }

    private static @Nullable String topic(Line line, Identity identity, String channel) {
        String topic = fill(line.topic, identity, bind(line.channel, identity, channel));
        boolean dollar =
                topic != null && topic.startsWith("$") && !line.topic.get(0).startsWith("$");
        return dollar ? null : topic;
    }

    private static @Nullable String channel(Line line, Identity identity, String topic) {
        return fill(line.channel, identity, bind(line.topic, identity, topic));
    }

    /** The values by which a name is an instance of a template; null if it is none. */
    private static @Nullable Map<String, String> bind(List<String> template, Identity identity, String name) {
        List<String> levels = List.of(name.split("/", -1));
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            boolean dollar = i == 0 && name.startsWith("$") && segment.startsWith("{");
            if (i >= levels.size() || dollar) {
                return null;
            }
            if (segment.endsWith("...}")) {
                values.put(segment, String.join("/", levels.subList(i, levels.size())));
                return values;
            }
            if (!bindOne(segment, identity, levels.get(i), values)) {
                return null;
            }
        }
        return levels.size() == template.size() ? values : null;
    }

    private static boolean bindOne(String segment, Identity identity, String level, Map<String, String> values) {
        if (segment.startsWith("{v")) {
            values.put(segment, level);
            return !level.equals("#");
        }
        String own = own(segment, identity);
        return level.equals(segment.startsWith("{") ? own : segment);
    }

    private static @Nullable String fill(
            List<String> template, Identity identity, @Nullable Map<String, String> values) {
        if (values == null) {
            return null;
        }
        List<String> levels = template.stream()
                .map(s -> values.getOrDefault(s, s.startsWith("{") ? String.valueOf(own(s, identity)) : s))
                .toList();
        return levels.contains("null") ? null : String.join("/", levels);
    }

    private static @Nullable String own(String segment, Identity identity) {
        Object value =
                segment.equals("{user}") ? identity.user() : identity.claims().get("t");
        return value == null || value.toString().contains("/") ? null : value.toString();
    }

    private static boolean takes(String[] filter, String[] channel) {
        for (int i = 0; i < filter.length; i++) {
            if (i >= channel.length) {
                return false;
            }
            if (filter[i].equals("#")) {
                return true;
            }
            if (!filter[i].equals("+") && !filter[i].equals(channel[i])) {
                return false;
            }
        }
        return filter.length == channel.length;
    }
}
