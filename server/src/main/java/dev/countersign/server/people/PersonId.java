package dev.countersign.server.people;

/** The stable id of a user. */
public record PersonId(String value) {}
