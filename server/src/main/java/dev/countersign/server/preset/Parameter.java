package dev.countersign.server.preset;

/**
 * A value that a preset needs in addition to its own, such as the domain of the issuer.
 *
 * @param description the expected value
 */
public record Parameter(String name, ParameterKind kind, String description, String example) {}
