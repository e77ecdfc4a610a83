package io.fairlead.bridge;

import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A set of topic filters, each with a value, that knows which of them can match a topic that another filter matches too.
 * Looking that up costs by levels and wildcards, not by the number of filters. Not thread-safe.
 */
final class FilterIndex<T> {

    private final Node<T> root = new Node<>();

    private static final class Node<T> {
        final Map<String, Node<T>> children = new HashMap<>(2);

        @Nullable
        T value;
    }

    /** Files a value under its filter, in place of one that was there. */
    void put(TopicFilter filter, T value) {
        Node<T> node = root;
        for (String level : levels(filter)) {
            node = node.children.computeIfAbsent(level, name -> new Node<>());
        }
        node.value = value;
    }

    /** Takes a filter out, if it is there. */
    void remove(TopicFilter filter) {
        remove(root, levels(filter), 0);
    }

    private static <T> void remove(Node<T> node, String[] levels, int depth) {
        if (depth == levels.length) {
            node.value = null;
            return;
        }
        Node<T> child = node.children.get(levels[depth]);
        if (child != null) {
            remove(child, levels, depth + 1);
            if (child.value == null && child.children.isEmpty()) {
                node.children.remove(levels[depth]);
            }
        }
    }

    /** The value of exactly this filter; null if it is not in the set. */
    @Nullable
    T get(TopicFilter filter) {
        Node<T> node = root;
        for (String level : levels(filter)) {
            node = node.children.get(level);
            if (node == null) {
                return null;
            }
        }
        return node.value;
    }

    /** Whether some filter of the set meets this one. */
    boolean overlaps(TopicFilter filter) {
        return meet(root, levels(filter), 0, value -> true);
    }

    /** Every value whose filter meets this one. */
    List<T> overlapping(TopicFilter filter) {
        List<T> found = new ArrayList<>();
        meet(root, levels(filter), 0, value -> {
            found.add(value);
            return false;
        });
        return found;
    }

    /** Walks every filter that meets the levels, until one is {@code enough}; returns whether one was. */
    private static <T> boolean meet(Node<T> node, String[] levels, int depth, Predicate<T> enough) {
        if (depth == levels.length) {
            return is(node, enough) || is(node.children.get("#"), enough);
        }
        String level = levels[depth];
        if (level.equals("#")) {
            return all(node, depth == 0, enough);
        }
        if (level.equals("+")) {
            return meetAny(node, levels, depth, enough);
        }
        return meetLiteral(node, levels, depth, enough);
    }

    private static <T> boolean meetLiteral(Node<T> node, String[] levels, int depth, Predicate<T> enough) {
        if (into(node.children.get(levels[depth]), levels, depth, enough)) {
            return true;
        }
        if (depth == 0 && isHidden(levels[0])) {
            return false;
        }
        return is(node.children.get("#"), enough) || into(node.children.get("+"), levels, depth, enough);
    }

    private static <T> boolean meetAny(Node<T> node, String[] levels, int depth, Predicate<T> enough) {
        for (Map.Entry<String, Node<T>> child : node.children.entrySet()) {
            if (depth == 0 && isHidden(child.getKey())) {
                continue;
            }
            boolean rest = child.getKey().equals("#");
            if (rest ? is(child.getValue(), enough) : into(child.getValue(), levels, depth, enough)) {
                return true;
            }
        }
        return false;
    }

    private static <T> boolean into(@Nullable Node<T> child, String[] levels, int depth, Predicate<T> enough) {
        return child != null && meet(child, levels, depth + 1, enough);
    }

    private static <T> boolean all(Node<T> node, boolean first, Predicate<T> enough) {
        if (is(node, enough)) {
            return true;
        }
        for (Map.Entry<String, Node<T>> child : node.children.entrySet()) {
            if (!(first && isHidden(child.getKey())) && all(child.getValue(), false, enough)) {
                return true;
            }
        }
        return false;
    }

    private static <T> boolean is(@Nullable Node<T> node, Predicate<T> enough) {
        return node != null && node.value != null && enough.test(node.value);
    }

    /** Whether wildcards at the start leave this first level out (MQTT 5, section 4.7.2). */
    private static boolean isHidden(String firstLevel) {
        return firstLevel.startsWith("$");
    }

    private static String[] levels(TopicFilter filter) {
        return filter.value().split("/", -1);
    }
}
