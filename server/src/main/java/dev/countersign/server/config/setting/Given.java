package dev.countersign.server.config.setting;

/** A value that somebody gave, and where. */
public record Given(Raw raw, Origin origin) {}
