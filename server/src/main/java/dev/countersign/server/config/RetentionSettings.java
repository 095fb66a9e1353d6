package dev.countersign.server.config;

import java.time.Duration;

/**
 * Table {@code [retention]}.
 *
 * @param audit time for which audit events are kept
 * @param tokens time for which the record of an access token is kept after its expiry
 */
public record RetentionSettings(Duration audit, Duration tokens) {}
