package dev.countersign.server.provider;

import org.jspecify.annotations.Nullable;

/** Words that the provider sent, for the log: error codes of OAuth, which have a limited set of characters. */
final class Words {
    private static final int LONGEST = 60;

    private Words() {}

    /** The word, or a description of one that is no error code. */
    static String of(@Nullable String word) {
        return word != null && word.length() <= LONGEST && word.chars().allMatch(Words::isPlain)
                ? word
                : "an error without a usable code";
    }

    private static boolean isPlain(int character) {
        return (character >= 'a' && character <= 'z') || character == '_';
    }
}
