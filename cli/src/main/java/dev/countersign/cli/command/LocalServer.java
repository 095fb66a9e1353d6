package dev.countersign.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Port to the server of this machine: the commands that run it or work on its home, and the certificate that it made. */
public interface LocalServer {

    /** {@code countersign serve}. */
    CommandSpec serve(CliEnvironment cliEnvironment);

    /** {@code countersign demo}. */
    CommandSpec demo(CliEnvironment cliEnvironment);

    /** {@code countersign check-config}. */
    CommandSpec checkConfig(CliEnvironment cliEnvironment);

    /** {@code countersign change-master-key}. */
    CommandSpec changeMasterKey(CliEnvironment cliEnvironment);

    /** The certificate in PEM that a server on this machine made at its first start; empty where there is none to read. */
    Optional<Path> certificate(CliEnvironment cliEnvironment);
}
