package dev.countersign.server.config;

/** Table {@code [log]}. */
public record LogSettings(LogLevel level) {}
