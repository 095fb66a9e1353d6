package dev.countersign.base.text;

/** Distinction between visible and invisible characters. Invisible ones could make two different texts look equal. */
public final class VisibleCharacters {
    private static final int LONGEST = 200;

    private VisibleCharacters() {}

    /** External text, shortened to a readable length, with "?" for invisible characters. */
    public static String of(String text) {
        var printable = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> printable.appendCodePoint(is(c) ? c : '?'));
        return printable.toString();
    }

    /** Whether a character is visible; of all spaces only the ordinary one is. */
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
