package dev.countersign.server.log;

import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Handler of a logger that formats each record as a line and passes it to a writer. */
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

    /** Nothing to do: the writer flushes whenever its queue is empty. */
    @Override
    public void flush() {}

    /** Nothing to do: the streams belong to the process and outlive every handler. */
    @Override
    public void close() {}
}
