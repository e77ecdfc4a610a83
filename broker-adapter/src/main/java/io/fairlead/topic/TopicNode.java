package io.fairlead.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One level of a {@link TopicTree}. Its literal children are in a hash table of its own making, since a {@code HashMap}
 * would need a substring for every level of every topic that is looked up.
 */
final class TopicNode<T> {

    private static final int FIRST_CAPACITY = 4;

    final @Nullable TopicNode<T> parent;
    private final String level;
    private final int hash;

    /** The child for {@code +}. */
    @Nullable
    TopicNode<T> any;

    /** The child for {@code #}. */
    @Nullable
    TopicNode<T> rest;

    private @Nullable TopicNode<T> @Nullable [] table;
    private int literals;
    /** The next node in the same slot of the parent's table. */
    private @Nullable TopicNode<T> next;

    private @Nullable List<T> values;

    TopicNode(@Nullable TopicNode<T> parent, String level) {
        this.parent = parent;
        this.level = level;
        this.hash = spread(level.hashCode());
    }

    /** The literal child for a level, which is a part of a longer string; null if there is none. */
    @Nullable
    TopicNode<T> child(String name, int from, int end) {
        if (table == null) {
            return null;
        }
        int wanted = hash(name, from, end);
        TopicNode<T> node = table[wanted & (table.length - 1)];
        while (node != null && !(node.hash == wanted && node.isNamed(name, from, end))) {
            node = node.next;
        }
        return node;
    }

    /** The child for a level of a filter, wildcards included; null if there is none. */
    @Nullable
    TopicNode<T> existing(String filter, int from, int end) {
        if (end == from + 1 && filter.charAt(from) == '+') {
            return any;
        }
        if (end == from + 1 && filter.charAt(from) == '#') {
            return rest;
        }
        return child(filter, from, end);
    }

    /** The child for a level of a filter, made if there is none. */
    TopicNode<T> orAdd(String filter, int from, int end) {
        TopicNode<T> found = existing(filter, from, end);
        return found != null ? found : attach(new TopicNode<>(this, filter.substring(from, end)));
    }

    private TopicNode<T> attach(TopicNode<T> node) {
        if (node.level.equals("+")) {
            any = node;
        } else if (node.level.equals("#")) {
            rest = node;
        } else {
            put(roomForOneMore(), node);
            literals++;
        }
        return node;
    }

    /** Takes a child out. */
    void drop(TopicNode<T> node) {
        if (node == any) {
            any = null;
        } else if (node == rest) {
            rest = null;
        } else {
            unlink(node);
        }
    }

    /** Whether neither values nor children keep it alive. */
    boolean isUnused() {
        return values == null && any == null && rest == null && literals == 0;
    }

    void addValue(T value) {
        if (values == null) {
            values = new ArrayList<>(1);
        }
        values.add(value);
    }

    boolean removeValue(T value) {
        if (values == null || !values.remove(value)) {
            return false;
        }
        if (values.isEmpty()) {
            values = null;
        }
        return true;
    }

    void forEachValue(Consumer<? super T> found) {
        if (values == null) {
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            found.accept(values.get(i));
        }
    }

    private void unlink(TopicNode<T> node) {
        if (table == null) {
            return;
        }
        int slot = node.hash & (table.length - 1);
        TopicNode<T> at = table[slot];
        if (at == node) {
            table[slot] = node.next;
        }
        for (; at != null; at = at.next) {
            if (at.next == node) {
                at.next = node.next;
            }
        }
        literals--;
    }

    private @Nullable TopicNode<T>[] roomForOneMore() {
        @Nullable TopicNode<T>[] old = table;
        if (old != null && literals < old.length) {
            return old;
        }
        @Nullable TopicNode<T>[] larger = newTable(old == null ? FIRST_CAPACITY : old.length * 2);
        table = larger;
        if (old != null) {
            moveAll(old, larger);
        }
        return larger;
    }

    private void moveAll(@Nullable TopicNode<T>[] old, @Nullable TopicNode<T>[] larger) {
        for (TopicNode<T> slot : old) {
            for (TopicNode<T> node = slot; node != null; ) {
                TopicNode<T> following = node.next;
                put(larger, node);
                node = following;
            }
        }
    }

    private void put(@Nullable TopicNode<T>[] into, TopicNode<T> node) {
        int slot = node.hash & (into.length - 1);
        node.next = into[slot];
        into[slot] = node;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private static <T> @Nullable TopicNode<T>[] newTable(int capacity) {
        return new TopicNode[capacity];
    }

    private boolean isNamed(String name, int from, int end) {
        return level.length() == end - from && level.regionMatches(0, name, from, end - from);
    }

    private static int hash(String name, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return spread(hash);
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
