package dev.countersign.cli.remote;

import java.util.Optional;

/**
 * Where a user's commands go, and as whom.
 *
 * @param authorities a file with the certificates to trust, when the Java runtime's are not meant
 */
public record Login(ServerUrl url, Credentials credentials, Optional<String> authorities) {}
