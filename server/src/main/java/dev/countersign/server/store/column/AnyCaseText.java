package dev.countersign.server.store.column;

import dev.countersign.server.store.database.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * Text searched for in a column in any letter case, with the same result on every engine. The case of ASCII letters is
 * left to the engine; the treatment of other letters depends on how the database was created, so each of those in the
 * text is replaced in the column by its lower case.
 */
public final class AnyCaseText {
    /** Letters beyond ASCII whose case is ignored; the rest of a longer text is compared exactly. */
    static final int MOST_LETTERS = 32;

    private static final int FIRST_BEYOND_ASCII = 128;

    private final List<String> replacements = new ArrayList<>();
    private String folded;

    private AnyCaseText(String text) {
        folded = text;
        text.codePoints()
                .filter(letter -> letter >= FIRST_BEYOND_ASCII)
                .filter(letter -> Character.toLowerCase(letter) != Character.toUpperCase(letter))
                .distinct()
                .limit(MOST_LETTERS)
                .forEach(this::fold);
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            folded = folded.replace(letter, Character.toLowerCase(letter));
        }
    }

    public static AnyCaseText of(String text) {
        return new AnyCaseText(text);
    }

    private void fold(int letter) {
        int lower = Character.toLowerCase(letter);
        replace(Character.toUpperCase(letter), lower);
        replace(letter, lower);
    }

    /** Applies the same replacement to the text and to the column, so that every text matches itself. */
    private void replace(int letter, int lower) {
        if (letter >= FIRST_BEYOND_ASCII && letter != lower) {
            replacements.add(Character.toString(letter));
            replacements.add(Character.toString(lower));
            folded = folded.replace(Character.toString(letter), Character.toString(lower));
        }
    }

    /**
     * The condition that a column contains the text.
     *
     * @param collation see {@link Engine#collation}
     */
    public String isIn(String column, String collation) {
        int count = replacements.size() / 2;
        return "replace(".repeat(count) + "lower(" + column + " COLLATE " + collation + ")" + ", ?, ?)".repeat(count)
                + " LIKE ? ESCAPE '!'";
    }

    /** The values of the condition's parameters, in its order. */
    public List<String> parameters() {
        List<String> values = new ArrayList<>(replacements);
        values.add("%" + folded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
        return values;
    }
}
