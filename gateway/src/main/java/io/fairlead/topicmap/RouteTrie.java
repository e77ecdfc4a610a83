package io.fairlead.topicmap;

/**
 * Finds the first route whose template a name is an instance of. Templates are merged level by level, so that a lookup
 * follows the name's levels, whatever the number of routes; among several ways it goes on only where an earlier route
 * than the best so far may still lie. Lookups allocate nothing. Not changed once it answers.
 */
final class RouteTrie {

    /** No route. */
    static final int NONE = Integer.MAX_VALUE;

    private final TrieNode root = new TrieNode();

    /** Adds a route; routes come in file order. */
    void add(Template template, int route, boolean emptyLevels) {
        TrieNode node = root;
        node.note(route);
        for (Segment segment : template.segments()) {
            if (segment instanceof Segment.Rest) {
                node.addRest(route, emptyLevels);
                return;
            }
            node = node.childOrNew(segment);
            node.note(route);
        }
        node.addExact(route);
    }

    /**
     * The first route after a given one that the name is an instance of. In a filter, wildcards are matched by variables
     * alone: {@code +} by one level, {@code #} by {@code {x...}}.
     *
     * @param after the index of the route to look behind, -1 to look from the first
     * @return the route's index, {@link #NONE} if there is none
     */
    int find(String name, Asker asker, int after) {
        return find(root, name, 0, asker, after, NONE);
    }

    /** An upper bound of the nodes that one lookup visits, over all names. */
    long worstCost() {
        return root.worstCost();
    }

    private static int find(TrieNode node, String name, int from, Asker asker, int after, int best) {
        if (!node.mayHold(after, best)) {
            return best;
        }
        if (from > name.length()) {
            return Math.min(best, node.exactAfter(after));
        }
        int end = Names.endOfLevel(name, from);
        int found = best;
        TrieNode literal = node.literal(name, from, end);
        if (literal != null) {
            found = find(literal, name, end + 1, asker, after, found);
        }
        if (!Template.takes(name, from)) {
            return found;
        }
        if (node.hasRest()) {
            found = Math.min(found, node.restAfter(after, Names.hasEmptyLevel(name, from)));
        }
        return end == from || name.charAt(from) == '#' ? found : variables(node, name, from, asker, after, found);
    }

    private static int variables(TrieNode node, String name, int from, Asker asker, int after, int best) {
        int end = Names.endOfLevel(name, from);
        int found = best;
        for (int i = 0; i < node.ownCount(); i++) {
            TrieNode child = node.own(i, asker, name, from, end);
            if (child != null) {
                found = find(child, name, end + 1, asker, after, found);
            }
        }
        TrieNode variable = node.variable();
        return variable == null ? found : find(variable, name, end + 1, asker, after, found);
    }

    /**
     * The first route before a given one that takes every name that a template has, for every identity.
     *
     * @param emptyLevels whether the template's {@code {x...}} takes empty levels
     * @return the given route itself if there is none
     */
    int covering(Template template, boolean emptyLevels, int before) {
        return covering(root, template, 0, emptyLevels, before);
    }

    private static int covering(TrieNode node, Template template, int level, boolean emptyLevels, int best) {
        if (!node.mayHold(-1, best)) {
            return best;
        }
        if (level == template.size()) {
            return Math.min(best, node.exactAfter(-1));
        }
        Segment segment = template.segments().get(level);
        boolean one = !(segment instanceof Segment.Rest);
        TrieNode same = node.child(segment);
        int found = best;
        if (one && same != null) {
            found = covering(same, template, level + 1, emptyLevels, found);
        }
        if (level == 0 && segment.toString().startsWith("$")) {
            return found;
        }
        found = Math.min(found, node.restAfter(-1, emptyLevels));
        TrieNode variable = node.variable();
        return one && variable != null && !variable.equals(same)
                ? covering(variable, template, level + 1, emptyLevels, found)
                : found;
    }
}
