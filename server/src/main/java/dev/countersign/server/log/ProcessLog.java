package dev.countersign.server.log;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of this process. Lines of Countersign follow the configured level; libraries log from WARNING on. */
public final class ProcessLog {
    /** The logger of audit events; each message is one JSON object. */
    public static final String AUDIT = "countersign.audit";

    private static final String OURS = "dev.countersign";
    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(2);

    private final LineWriter text;
    private final LineWriter audit;
    /** Loggers are weakly referenced by the JDK: without these fields their settings could be lost. */
    private final List<Logger> configured;

    private ProcessLog(LineWriter text, LineWriter audit, List<Logger> configured) {
        this.text = text;
        this.audit = audit;
        this.configured = configured;
    }

    /**
     * Makes log output during the shutdown of the process reach its streams; must be called before anything logs. The
     * JDK reads the property when it initialises {@code LogManager}, so it cannot be set by a method of a class that
     * extends it.
     */
    public static void outliveShutdown() {
        System.setProperty("java.util.logging.manager", ShutdownSafeLogManager.class.getName());
    }

    /**
     * Sends all further records of the process to these streams.
     *
     * @param auditLines for the lines of audit events; empty when there are to be none
     */
    public static ProcessLog start(
            System.Logger.Level level, Optional<OutputStream> auditLines, OutputStream textLines) {
        var text = new LineWriter(
                "log-text", textLines, "%s log lines were dropped because the output was not read"::formatted);
        var audit = new LineWriter(
                "log-audit",
                auditLines.orElseGet(OutputStream::nullOutputStream),
                "{\"event\":\"log.dropped\",\"lines\":%s}"::formatted);
        var formatter = new TextLine();
        var root = Logger.getLogger("");
        replaceHandlers(root, new LineHandler(text, formatter::format), Level.WARNING);
        var ours = Logger.getLogger(OURS);
        ours.setLevel(julLevel(level));
        var events = Logger.getLogger(AUDIT);
        events.setUseParentHandlers(false);
        replaceHandlers(
                events, new LineHandler(audit, LogRecord::getMessage), auditLines.isPresent() ? Level.INFO : Level.OFF);
        return new ProcessLog(text, audit, List.of(root, ours, events));
    }

    private static void replaceHandlers(Logger logger, Handler handler, Level level) {
        for (Handler other : logger.getHandlers()) {
            logger.removeHandler(other);
        }
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
        logger.setLevel(level);
    }

    private static Level julLevel(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    /** Waits until the log output is written, at most two seconds. */
    public void flush() {
        text.flush(LONGEST_FLUSH);
        audit.flush(LONGEST_FLUSH);
    }

    @Override
    public String toString() {
        return "ProcessLog" + configured;
    }
}
