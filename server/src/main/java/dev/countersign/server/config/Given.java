package dev.countersign.server.config;

/** A value that somebody gave, and where. */
record Given(Raw raw, Origin origin) {}
