package dev.countersign.server.preset;

/**
 * A value that a preset leaves open.
 *
 * @param description what to write there
 */
public record Parameter(String name, ParameterKind kind, String description, String example) {}
