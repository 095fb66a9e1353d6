package dev.countersign.server.config;

import dev.countersign.server.config.setting.LogLevel;

/** Table {@code [log]}. */
public record LogSettings(LogLevel level) {}
