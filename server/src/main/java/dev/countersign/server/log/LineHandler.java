package dev.countersign.server.log;

import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** The end of a logger: turns each record into a line and hands it to a writer. */
final class LineHandler extends Handler {
    private final LineWriter writer;
    private final Function<LogRecord, String> line;

    LineHandler(LineWriter writer, Function<LogRecord, String> line) {
        this.writer = writer;
        this.line = line;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            writer.write(line.apply(entry));
        }
    }

    /** The writer flushes by itself whenever nothing is waiting. */
    @Override
    public void flush() {}

    /** The streams are the process's, and outlive every handler. */
    @Override
    public void close() {}
}
