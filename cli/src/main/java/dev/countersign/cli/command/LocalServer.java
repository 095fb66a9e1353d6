package dev.countersign.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Port to the server on this machine: the commands that run it or work on its home, and its generated certificate. */
public interface LocalServer {

    /** {@code countersign serve}. */
    CommandSpec serve(CliEnvironment cliEnvironment);

    /** {@code countersign demo}. */
    CommandSpec demo(CliEnvironment cliEnvironment);

    /** {@code countersign check-config}. */
    CommandSpec checkConfig(CliEnvironment cliEnvironment);

    /** {@code countersign doctor}. */
    CommandSpec doctor(CliEnvironment cliEnvironment);

    /** {@code countersign support-bundle}. */
    CommandSpec supportBundle(CliEnvironment cliEnvironment);

    /** {@code countersign change-master-key}. */
    CommandSpec changeMasterKey(CliEnvironment cliEnvironment);

    /** The generated certificate of a server on this machine, in PEM; empty when it cannot be read. */
    Optional<Path> certificate(CliEnvironment cliEnvironment);
}
