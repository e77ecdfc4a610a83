package io.fairlead.topicmap;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A hash table from literal levels to nodes that is asked with a part of a name, so that no level is cut out of it. */
final class LevelTable {

    private @Nullable String[] levels = new String[2];
    private @Nullable TrieNode[] nodes = new TrieNode[2];
    private int size;

    @Nullable
    TrieNode get(String name, int from, int end) {
        if (size == 0) {
            return null;
        }
        int mask = levels.length - 1;
        for (int i = hash(name, from, end) & mask; ; i = (i + 1) & mask) {
            String level = levels[i];
            if (level == null || Template.isLevel(level, name, from, end)) {
                return nodes[i];
            }
        }
    }

    /** Adds a level that is not there yet. */
    void put(String level, TrieNode node) {
        if (++size * 2 > levels.length) {
            grow();
        }
        insert(level, node);
    }

    List<TrieNode> nodes() {
        return Arrays.stream(nodes)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private void grow() {
        @Nullable String[] oldLevels = levels;
        @Nullable TrieNode[] oldNodes = nodes;
        levels = new String[oldLevels.length * 2];
        nodes = new TrieNode[oldLevels.length * 2];
        for (int i = 0; i < oldLevels.length; i++) {
            String level = oldLevels[i];
            TrieNode node = oldNodes[i];
            if (level != null && node != null) {
                insert(level, node);
            }
        }
    }

    private void insert(String level, TrieNode node) {
        int mask = levels.length - 1;
        int i = hash(level, 0, level.length()) & mask;
        while (levels[i] != null) {
            i = (i + 1) & mask;
        }
        levels[i] = level;
        nodes[i] = node;
    }

    private static int hash(String name, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash ^ (hash >>> 15);
    }
}
