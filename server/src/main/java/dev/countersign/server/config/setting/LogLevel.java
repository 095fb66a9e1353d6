package dev.countersign.server.config.setting;

/** Severity of a log line. */
public enum LogLevel {
    ERROR(System.Logger.Level.ERROR),
    WARNING(System.Logger.Level.WARNING),
    INFO(System.Logger.Level.INFO),
    DEBUG(System.Logger.Level.DEBUG),
    TRACE(System.Logger.Level.TRACE);

    private final System.Logger.Level level;

    LogLevel(System.Logger.Level level) {
        this.level = level;
    }

    /** The corresponding level of loggers. */
    public System.Logger.Level level() {
        return level;
    }
}
