package dev.countersign.server.config;

import java.net.URI;
import java.time.Duration;

/**
 * Table {@code [notices.webhook]}, if it has a URL. Its string form is redacted.
 *
 * @param secret of the signature
 * @param timeout for connecting, and for each read
 */
public record WebhookSettings(URI url, String secret, Duration timeout) {
    @Override
    public String toString() {
        return "WebhookSettings[redacted]";
    }
}
