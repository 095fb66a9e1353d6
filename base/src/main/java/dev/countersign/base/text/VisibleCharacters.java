package dev.countersign.base.text;

/** Which characters people see, so that no text passes for another by those they do not. */
public final class VisibleCharacters {
    private static final int LONGEST = 200;

    private VisibleCharacters() {}

    /** Text that a stranger chose, cut to a readable length, with "?" for what does not show. */
    public static String of(String text) {
        var printable = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> printable.appendCodePoint(is(c) ? c : '?'));
        return printable.toString();
    }

    /** Whether a character shows; of all spaces only the usual one does. */
    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
