package dev.countersign.server.http;

import java.io.IOException;
import java.io.OutputStream;

/** The source of the metrics in Prometheus' text format. */
@FunctionalInterface
public interface MetricsText {
    void writeTo(OutputStream out) throws IOException;
}
