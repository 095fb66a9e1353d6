package dev.countersign.server.people.token;

/** The stable id of a personal access token. */
public record PersonalTokenId(String value) {}
