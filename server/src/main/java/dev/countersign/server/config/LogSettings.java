package dev.countersign.server.config;

import dev.countersign.server.config.setting.LogLevel;

/**
 * Table {@code [log]}.
 *
 * @param exchanges whether each token request is a line of standard output
 */
public record LogSettings(LogLevel level, boolean exchanges) {}
