package dev.countersign.server.log;

import dev.countersign.base.text.UrlSecrets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record as one line for people: time, level, component, message, and an exception with its stack trace. */
final class TextLine extends Formatter {
    private static final String OURS = "dev.countersign.";
    private static final int MOST_FRAMES = 40;

    @Override
    public String format(LogRecord entry) {
        var line = "%s %-7s %s: %s"
                .formatted(
                        entry.getInstant().truncatedTo(ChronoUnit.MILLIS),
                        level(entry.getLevel()),
                        component(entry.getLoggerName()),
                        formatMessage(entry));
        Throwable fault = entry.getThrown();
        return onOneLine(UrlSecrets.removed(fault == null ? line : line + " | " + trace(fault)));
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    /**
     * The component, such as {@code server.net}, of a logger named after a class in it, as is also usual in libraries.
     */
    private static String component(@Nullable String logger) {
        if (logger == null || logger.isEmpty()) {
            return "?";
        }
        String name = logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger;
        int type = 0;
        while (type < name.length() && !Character.isUpperCase(name.charAt(type))) {
            int dot = name.indexOf('.', type);
            type = dot < 0 ? name.length() : dot + 1;
        }
        return type == 0 ? name : name.substring(0, type == name.length() ? type : type - 1);
    }

    private static String trace(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                .limit(8)
                .map(cause -> cause
                        + Arrays.stream(cause.getStackTrace())
                                .limit(MOST_FRAMES)
                                .map(frame -> " < " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(" | caused by "));
    }

    /** Replaces control characters, so that text in a message cannot forge a line or control a terminal. */
    private static String onOneLine(String text) {
        if (text.chars().noneMatch(c -> c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)) {
            return text;
        }
        return text.chars()
                .mapToObj(c -> c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029
                        ? " "
                        : String.valueOf((char) c))
                .collect(Collectors.joining());
    }
}
