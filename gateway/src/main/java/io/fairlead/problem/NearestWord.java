package io.fairlead.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant: the known one with the fewest changed letters. */
public final class NearestWord {

    private NearestWord() {}

    /** The known word nearest to what was written; empty if none is near. */
    public static Optional<String> of(String written, Collection<String> known) {
        int farthest = Math.max(1, written.length() / 3);
        return known.stream()
                .filter(word -> distance(written, word) <= farthest)
                .min(Comparator.comparing(word -> distance(written, word)));
    }

    /** A hint: the nearest known word, or all of them if none is near. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known)
                .map(word -> "did you mean '" + word + "'?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
    }

    /** The number of letters to insert, delete, change or swap with their neighbour; case does not count. */
    static int distance(String written, String known) {
        String a = written.toLowerCase(Locale.ROOT);
        String b = known.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
