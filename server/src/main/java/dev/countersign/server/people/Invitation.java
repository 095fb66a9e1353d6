package dev.countersign.server.people;

/**
 * A link with which a person chooses a password.
 *
 * @param code to be shown once
 */
public record Invitation(Person person, SetupCode code) {}
