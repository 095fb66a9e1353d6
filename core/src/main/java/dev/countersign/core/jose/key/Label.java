package dev.countersign.core.jose.key;

/** Names from external input, made safe to print. */
public final class Label {
    private static final int MAX_LENGTH = 200;

    private Label() {}

    /**
     * Shortens the text and replaces characters that could start a new line in a log or reverse the direction of text.
     */
    public static String of(String text) {
        var label = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> label.appendCodePoint(isPrintable(c) ? c : '?'));
        return label.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
