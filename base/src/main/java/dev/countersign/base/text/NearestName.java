package dev.countersign.base.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The valid name most similar to an invalid one. */
public final class NearestName {
    /** Longer names are not compared: the work grows with the square of the length. */
    private static final int LONGEST = 200;

    private NearestName() {}

    /**
     * The valid name with the smallest edit distance from the given one. An edit is an inserted, deleted or replaced
     * letter, or a swap of two adjacent letters. Letter case is ignored, and a hyphen equals an underscore.
     *
     * @return empty when the distance is more than half of the letters
     */
    public static Optional<String> among(Collection<String> valid, String given) {
        if (given.isEmpty() || given.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = folded(given);
        return valid.stream()
                .filter(name -> name.length() <= LONGEST)
                .map(name -> new Candidate(name, slips(wanted, folded(name))))
                .filter(candidate -> candidate.slips() * 2
                        <= Math.max(wanted.length(), candidate.name().length()))
                .min(Comparator.comparingInt(Candidate::slips).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Whether a name is within this number of slips of the given one. */
    public static boolean isWithin(int mostSlips, String valid, String given) {
        return Math.max(valid.length(), given.length()) <= LONGEST && slips(folded(given), folded(valid)) <= mostSlips;
    }

    private record Candidate(String name, int slips) {}

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** The distance of Damerau and Levenshtein, with each pair of neighbours swapped at most once. */
    private static int slips(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : fewest(table, a, b, i, j);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int fewest(int[][] table, String a, String b, int i, int j) {
        int wrong = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(wrong, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(fewest, table[i - 2][j - 2] + 1) : fewest;
    }
}
