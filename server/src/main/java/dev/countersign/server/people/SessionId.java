package dev.countersign.server.people;

/** The name by which a session is listed and ended; it opens nothing. */
public record SessionId(String value) {}
