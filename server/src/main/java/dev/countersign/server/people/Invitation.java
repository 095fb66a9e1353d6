package dev.countersign.server.people;

/**
 * A link with which a user chooses a password.
 *
 * @param code to be shown once
 */
public record Invitation(Person person, SetupCode code) {}
