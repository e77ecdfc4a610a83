package io.fairlead.topic;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values filed under topic filters, found by topic name at a cost that grows with the levels of the name and not with the
 * number of filters. Matching allocates nothing.
 *
 * <p>Not thread-safe, and not to be changed by the consumer of a match. A filter is meant to hold few values: taking
 * one away costs by their number.
 */
public final class TopicTree<T> {

    private final TopicNode<T> root = new TopicNode<>(null, "");
    private int size;

    /** Files a value under a filter. The same value may be filed again, and is then found as often. */
    public void add(TopicFilter filter, T value) {
        nodeOf(filter.value()).addValue(value);
        size++;
    }

    /** Takes one such value away from a filter; false if there was none. */
    public boolean remove(TopicFilter filter, T value) {
        TopicNode<T> node = find(filter.value());
        if (node == null || !node.removeValue(value)) {
            return false;
        }
        size--;
        prune(node);
        return true;
    }

    /** Hands over every value whose filter matches the topic, in no particular order. */
    public void match(TopicName topic, Consumer<? super T> found) {
        String name = topic.value();
        if (name.charAt(0) == '$') {
            matchLiteral(root, name, 0, found);
        } else {
            match(root, name, 0, found);
        }
    }

    /** How many values are filed. */
    public int size() {
        return size;
    }

    /** Whether nothing is filed. */
    public boolean isEmpty() {
        return size == 0;
    }

    private void match(TopicNode<T> node, String name, int from, Consumer<? super T> found) {
        if (node.rest != null) {
            node.rest.forEachValue(found);
        }
        if (from > name.length()) {
            node.forEachValue(found);
            return;
        }
        if (node.any != null) {
            match(node.any, name, Levels.end(name, from) + 1, found);
        }
        matchLiteral(node, name, from, found);
    }

    private void matchLiteral(TopicNode<T> node, String name, int from, Consumer<? super T> found) {
        int end = Levels.end(name, from);
        TopicNode<T> child = node.child(name, from, end);
        if (child != null) {
            match(child, name, end + 1, found);
        }
    }

    private TopicNode<T> nodeOf(String filter) {
        TopicNode<T> node = root;
        for (int from = 0; from <= filter.length(); ) {
            int end = Levels.end(filter, from);
            node = node.orAdd(filter, from, end);
            from = end + 1;
        }
        return node;
    }

    private @Nullable TopicNode<T> find(String filter) {
        TopicNode<T> node = root;
        for (int from = 0; from <= filter.length() && node != null; ) {
            int end = Levels.end(filter, from);
            node = node.existing(filter, from, end);
            from = end + 1;
        }
        return node;
    }

    private void prune(TopicNode<T> leaf) {
        TopicNode<T> node = leaf;
        while (node.parent != null && node.isUnused()) {
            node.parent.drop(node);
            node = node.parent;
        }
    }
}
