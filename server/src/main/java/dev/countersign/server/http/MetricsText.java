package dev.countersign.server.http;

import java.io.IOException;
import java.io.OutputStream;

/** The source of the metrics as text. */
@FunctionalInterface
public interface MetricsText {
    /**
     * Writes the metrics.
     *
     * @param accept the media types that the caller accepts, or ""
     * @return the media type of what was written
     */
    String writeTo(OutputStream out, String accept) throws IOException;
}
