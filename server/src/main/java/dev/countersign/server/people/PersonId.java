package dev.countersign.server.people;

/** The stable id of a person. */
public record PersonId(String value) {}
