package dev.countersign.server.config.setting;

/** A configured value and its source. */
public record Given(Raw raw, Origin origin) {}
