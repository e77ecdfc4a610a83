package io.fairlead.topicmap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One level of the trie: what may follow, and the routes whose templates end here. */
final class TrieNode {

    private static final int[] NO_ROUTES = {};

    private final LevelTable literals = new LevelTable();
    private final List<OwnVariable> ownVariables = new ArrayList<>(0);
    private final List<TrieNode> ownNodes = new ArrayList<>(0);
    private @Nullable TrieNode variable;

    private int[] exact = NO_ROUTES;
    private int[] rest = NO_ROUTES;
    private int[] restWithEmptyLevels = NO_ROUTES;

    private int first = RouteTrie.NONE;
    private int last = -1;

    /** Notes that a route's template passes here. */
    void note(int route) {
        first = Math.min(first, route);
        last = Math.max(last, route);
    }

    void addExact(int route) {
        exact = with(exact, route);
    }

    void addRest(int route, boolean emptyLevels) {
        rest = with(rest, route);
        if (emptyLevels) {
            restWithEmptyLevels = with(restWithEmptyLevels, route);
        }
    }

    /** Whether a route after one and before another may lie here or below. */
    boolean mayHold(int after, int before) {
        return first < before && last > after;
    }

    int exactAfter(int after) {
        return firstAfter(exact, after);
    }

    boolean hasRest() {
        return rest.length > 0;
    }

    int restAfter(int after, boolean emptyLevels) {
        return firstAfter(emptyLevels ? restWithEmptyLevels : rest, after);
    }

    @Nullable
    TrieNode variable() {
        return variable;
    }

    @Nullable
    TrieNode literal(String name, int from, int end) {
        return literals.get(name, from, end);
    }

    int ownCount() {
        return ownNodes.size();
    }

    /** What follows the i-th identity variable, if the level is the asker's value of it. */
    @Nullable
    TrieNode own(int i, Asker asker, String name, int from, int end) {
        String value = ownVariables.get(i).usableBy(asker);
        return value != null && Template.isLevel(value, name, from, end) ? ownNodes.get(i) : null;
    }

    /** What follows a segment; null if nothing does. */
    @Nullable
    TrieNode child(Segment segment) {
        if (segment instanceof Segment.Literal literal) {
            return literals.get(literal.text(), 0, literal.text().length());
        }
        if (segment instanceof Segment.Own own) {
            int i = ownVariables.indexOf(own.variable());
            return i < 0 ? null : ownNodes.get(i);
        }
        return variable;
    }

    TrieNode childOrNew(Segment segment) {
        TrieNode old = child(segment);
        if (old != null) {
            return old;
        }
        TrieNode fresh = new TrieNode();
        if (segment instanceof Segment.Literal literal) {
            literals.put(literal.text(), fresh);
        } else if (segment instanceof Segment.Own own) {
            ownVariables.add(own.variable());
            ownNodes.add(fresh);
        } else {
            variable = fresh;
        }
        return fresh;
    }

    /** An upper bound of the nodes that a lookup visits from here on. */
    long worstCost() {
        long worst =
                literals.nodes().stream().mapToLong(TrieNode::worstCost).max().orElse(0);
        worst += ownNodes.stream().mapToLong(TrieNode::worstCost).sum();
        return 1 + worst + (variable == null ? 0 : variable.worstCost());
    }

    private static int firstAfter(int[] routes, int after) {
        int found = Arrays.binarySearch(routes, after + 1);
        int i = found < 0 ? ~found : found;
        return i < routes.length ? routes[i] : RouteTrie.NONE;
    }

    private static int[] with(int[] routes, int route) {
        int[] more = Arrays.copyOf(routes, routes.length + 1);
        more[routes.length] = route;
        return more;
    }
}
