package io.fairlead.bridge;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which link of the node serves which filter. Brokers disagree about what they send when two filters of one
 * connection match a message, so no two filters on one link ever match the same topic: one that overlaps takes another link,
 * and where no link is left a wider filter serves several.
 *
 * <p>A plain data structure: no thread, no clock, no broker. {@link FilterBook} guards it. What is to be done on the links
 * is left in a list of changes for each.
 */
final class FilterPlacement {

    private final List<Shelf> shelves;
    private final Map<TopicFilter, Placed> placed = new HashMap<>();

    /** A filter that somebody wants, and what serves it. */
    private static final class Placed {
        int uses;
        Served served;

        Placed(Served served) {
            this.served = served;
        }
    }

    /** A filter that a link is subscribed to, for one or more that are wanted. */
    private static final class Served {
        final TopicFilter filter;
        final int link;
        Qos qos;
        final List<TopicFilter> wanted = new ArrayList<>(1);

        Served(TopicFilter filter, int link, Qos qos) {
            this.filter = filter;
            this.link = link;
            this.qos = qos;
        }
    }

    /** One link's filters; those that are being left, and wanted by nobody, still take their room. */
    private static final class Shelf {
        final FilterIndex<Served> index = new FilterIndex<>();
        List<LinkChange> changes = new ArrayList<>();
    }

    FilterPlacement(int maxLinks) {
        this.shelves =
                IntStream.range(0, maxLinks).mapToObj(link -> new Shelf()).toList();
    }

    /** Wants a filter once more, on this link if it can be. Returns the link that serves it. */
    int use(TopicFilter filter, Qos qos, int preferred) {
        Placed known = placed.get(filter);
        if (known == null) {
            known = new Placed(serve(filter, qos, preferred));
            known.served.wanted.add(filter);
            placed.put(filter, known);
        }
        known.uses++;
        raise(known.served, qos);
        return known.served.link;
    }

    /** Wants a filter once less. Returns whether nobody wants it now; it stays until it is retired. */
    boolean release(TopicFilter filter) {
        return --find(filter).uses == 0;
    }

    /** Gives up a filter that nobody wants. Returns whether it did: somebody may have come back to it. */
    boolean retire(TopicFilter filter) {
        Placed known = placed.get(filter);
        if (known == null || known.uses > 0) {
            return false;
        }
        placed.remove(filter);
        Served served = known.served;
        served.wanted.remove(filter);
        if (served.wanted.isEmpty()) {
            change(served.link, new LinkChange.Unsubscribe(served.filter));
        }
        return true;
    }

    /** A link has left a filter: its room is free, unless somebody has wanted it again. */
    void vacate(int link, TopicFilter filter) {
        Served served = onShelf(link, filter);
        if (served != null && served.wanted.isEmpty()) {
            shelves.get(link).index.remove(filter);
        }
    }

    /** The filter on the broker that serves one that is wanted. */
    TopicFilter servedBy(TopicFilter filter) {
        return find(filter).served.filter;
    }

    /** What is to be done on a link, once. */
    List<LinkChange> takeChanges(int link) {
        Shelf shelf = shelves.get(link);
        List<LinkChange> taken = shelf.changes;
        if (!taken.isEmpty()) {
            shelf.changes = new ArrayList<>();
        }
        return taken;
    }

    private Served serve(TopicFilter filter, Qos qos, int preferred) {
        Served leaving = onShelf(preferred, filter);
        if (leaving != null) {
            return revive(leaving, qos);
        }
        for (int turn = 0; turn < shelves.size(); turn++) {
            int link = turn == 0 ? preferred : turn <= preferred ? turn - 1 : turn;
            if (!shelves.get(link).index.overlaps(filter)) {
                return shelve(new Served(filter, link, qos), new LinkChange.Subscribe(filter, qos));
            }
        }
        Served covering = covering(filter);
        return covering != null ? revive(covering, qos) : generalise(filter, qos);
    }

    /** Takes a filter that is being left into service again. */
    private Served revive(Served served, Qos qos) {
        if (served.wanted.isEmpty()) {
            served.qos = qos;
            change(served.link, new LinkChange.Subscribe(served.filter, qos));
        }
        return served;
    }

    private Served shelve(Served served, LinkChange change) {
        shelves.get(served.link).index.put(served.filter, served);
        change(served.link, change);
        return served;
    }

    private @Nullable Served covering(TopicFilter filter) {
        return shelves.stream()
                .flatMap(shelf -> shelf.index.overlapping(filter).stream())
                .filter(served -> served.filter.covers(filter))
                .findFirst()
                .orElse(null);
    }

    /** Serves a filter, and those it overlaps on the link with the fewest of them, by one that covers all. */
    private Served generalise(TopicFilter filter, Qos qos) {
        int link = IntStream.range(0, shelves.size())
                .boxed()
                .min(Comparator.comparingInt(
                        at -> shelves.get(at).index.overlapping(filter).size()))
                .orElseThrow();
        FilterIndex<Served> index = shelves.get(link).index;
        TopicFilter wide = widen(filter, index);
        List<Served> old = index.overlapping(wide);
        Served served = new Served(wide, link, qos);
        for (Served one : old) {
            takeOver(served, one);
            index.remove(one.filter);
        }
        List<TopicFilter> left = old.stream().map(one -> one.filter).toList();
        return shelve(served, new LinkChange.Replace(left, wide, served.qos));
    }

    private static TopicFilter widen(TopicFilter filter, FilterIndex<Served> index) {
        TopicFilter wide = filter;
        for (TopicFilter before = null; !wide.equals(before); ) {
            before = wide;
            for (Served one : index.overlapping(before)) {
                wide = wide.generalise(one.filter).orElseThrow();
            }
        }
        return wide;
    }

    private void takeOver(Served by, Served old) {
        by.qos = higher(by.qos, old.qos);
        by.wanted.addAll(old.wanted);
        for (TopicFilter wanted : old.wanted) {
            find(wanted).served = by;
        }
    }

    private void raise(Served served, Qos qos) {
        if (qos.compareTo(served.qos) > 0) {
            served.qos = qos;
            change(served.link, new LinkChange.Subscribe(served.filter, qos));
        }
    }

    private @Nullable Served onShelf(int link, TopicFilter filter) {
        return shelves.get(link).index.get(filter);
    }

    private void change(int link, LinkChange change) {
        shelves.get(link).changes.add(change);
    }

    private Placed find(TopicFilter filter) {
        return Objects.requireNonNull(placed.get(filter), () -> "nobody wants " + filter);
    }

    private static Qos higher(Qos a, Qos b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
