package dev.countersign.cli.remote;

import java.nio.file.Path;

/** Whose certificate a command accepts from the server. */
public sealed interface TrustedServer {

    /** One that an authority of the Java runtime vouches for. */
    record ByAuthorities() implements TrustedServer {}

    /** One that these certificates vouch for, or one of these, and no other. */
    record ByFile(Path file) implements TrustedServer {}

    /** The certificate that a server on this machine made for itself, beside those that authorities vouch for. */
    record ByHome(Path file) implements TrustedServer {}

    /** Any: who answers is not checked. */
    record Anybody() implements TrustedServer {}
}
