package io.fairlead.shares;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What is known of each of many, in bounded memory: past the bound the one that was not asked about for longest is forgotten,
 * unless it is in use. Striped, so that threads rarely wait for each other. Any thread.
 */
final class Ledger<K, V> {

    private static final int STRIPES = 64;

    /** What is left of a hash is the number of a stripe. */
    private static final int STRIPE_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(STRIPES);

    /** How many are looked at for one to forget. */
    private static final int TRIES = 8;

    private final Supplier<V> blank;
    private final Predicate<V> inUse;
    private final int mostOfStripe;
    private final Map<K, V>[] stripes;

    /**
     * @param most how many are known, beside those in use
     * @param blank what is known of one that is not known
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps of its own
    Ledger(int most, Supplier<V> blank, Predicate<V> inUse) {
        this.blank = blank;
        this.inUse = inUse;
        this.mostOfStripe = Math.max(1, most / STRIPES);
        this.stripes = IntStream.range(0, STRIPES)
                .mapToObj(i -> new LinkedHashMap<K, V>(16, 0.75f, true))
                .toArray(Map[]::new);
    }

    /** Looks at one, or changes it, and nobody else does meanwhile; it becomes known. */
    <R> R with(K key, Function<V, R> use) {
        Map<K, V> stripe = stripe(key);
        synchronized (stripe) {
            V value = stripe.get(key);
            if (value == null) {
                makeRoom(stripe);
                value = blank.get();
                stripe.put(key, value);
            }
            return use.apply(value);
        }
    }

    /** The same only if it is known, and otherwise nothing; where the use returns true, it is forgotten. */
    void ifKnown(K key, Predicate<V> use) {
        Map<K, V> stripe = stripe(key);
        synchronized (stripe) {
            V value = stripe.get(key);
            if (value != null && use.test(value)) {
                stripe.remove(key);
            }
        }
    }

    private Map<K, V> stripe(K key) {
        int hash = key.hashCode() * 0x9E37_79B9;
        return stripes[hash >>> STRIPE_SHIFT];
    }

    /** What is in use is as good as just asked about, so that it does not stand in the way of the next search. */
    private void makeRoom(Map<K, V> stripe) {
        for (int i = 0; i < TRIES && stripe.size() >= mostOfStripe; i++) {
            Iterator<Map.Entry<K, V>> eldest = stripe.entrySet().iterator();
            Map.Entry<K, V> entry = eldest.next();
            eldest.remove();
            if (inUse.test(entry.getValue())) {
                stripe.put(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Hands over all that is known, a part at a time. */
    void forEach(BiConsumer<K, V> action) {
        for (Map<K, V> stripe : stripes) {
            synchronized (stripe) {
                stripe.forEach(action);
            }
        }
    }

    /** How many are known. */
    int size() {
        int size = 0;
        for (Map<K, V> stripe : stripes) {
            synchronized (stripe) {
                size += stripe.size();
            }
        }
        return size;
    }
}
