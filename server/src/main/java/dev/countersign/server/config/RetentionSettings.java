package dev.countersign.server.config;

import java.time.Duration;

/**
 * Table {@code [retention]}.
 *
 * @param audit how long audit events are kept
 * @param tokens how long the record of an access token is kept after the token expired
 */
public record RetentionSettings(Duration audit, Duration tokens) {}
