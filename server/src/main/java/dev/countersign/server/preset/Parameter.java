package dev.countersign.server.preset;

/**
 * A value that a preset does not determine.
 *
 * @param description the expected value
 */
public record Parameter(String name, ParameterKind kind, String description, String example) {}
