package dev.countersign.server.people;

/** The public identifier by which a session is listed and ended; it grants no access. */
public record SessionId(String value) {}
