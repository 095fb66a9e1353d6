package dev.countersign.cli.remote;

import java.util.Optional;

/**
 * Stored server and credentials of a user's commands. They belong to one organization at the server.
 *
 * @param authorities a file with trusted certificates, in place of those of the Java runtime
 */
public record Login(ServerUrl url, ApiCredentials credentials, Optional<String> authorities) {}
