package dev.countersign.cli.remote;

import java.nio.file.Path;

/** Server certificates that a command accepts. */
public sealed interface TrustedServer {

    /** A certificate issued by an authority of the Java runtime. */
    record ByAuthorities() implements TrustedServer {}

    /** One of these certificates, or one issued by them, and no other. */
    record ByFile(Path file) implements TrustedServer {}

    /** The generated certificate of a server on this machine, in addition to those of authorities. */
    record ByHome(Path file) implements TrustedServer {}

    /** Any certificate, without a check. */
    record Anybody() implements TrustedServer {}
}
