package dev.countersign.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The valid name that somebody probably meant. */
final class Nearest {

    private Nearest() {}

    /** The candidate with the fewest letters to change, when that is no more than about a third of them. */
    static Optional<String> to(String written, Collection<String> candidates) {
        return within(written, candidates, Math.max(2, written.length() / 3));
    }

    /** The nearest candidate at most this far away; of equally near ones the first. */
    static Optional<String> within(String written, Collection<String> candidates, int farthest) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
                .filter(candidate -> distance(written, candidate) <= farthest);
    }

    /** How many letters must be inserted, deleted, replaced or swapped with their neighbour. */
    static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int change = cost[i - 1][j - 1] + (same ? 0 : 1);
                cost[i][j] = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
