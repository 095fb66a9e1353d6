package dev.countersign.server.command;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.LocalServer;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.diagnosis.Doctor;
import dev.countersign.server.run.ServerStarter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Commands of the server on this machine: those that start it in this process, and those that work on its home. */
public record ServerCommands(ServerStarter starter, Doctor.Surveying surveying) implements LocalServer {

    @Override
    public CommandSpec serve(CliEnvironment cliEnvironment) {
        return new ServeCommand(cliEnvironment, starter).spec();
    }

    @Override
    public CommandSpec demo(CliEnvironment cliEnvironment) {
        return DemoCommand.spec(cliEnvironment, starter);
    }

    @Override
    public CommandSpec checkConfig(CliEnvironment cliEnvironment) {
        return CheckConfigCommand.spec(cliEnvironment);
    }

    @Override
    public CommandSpec doctor(CliEnvironment cliEnvironment) {
        return new DoctorCommand(cliEnvironment, surveying).spec();
    }

    @Override
    public CommandSpec supportBundle(CliEnvironment cliEnvironment) {
        return new SupportBundleCommand(cliEnvironment, surveying).spec();
    }

    @Override
    public CommandSpec changeMasterKey(CliEnvironment cliEnvironment) {
        return ChangeMasterKeyCommand.spec(cliEnvironment);
    }

    @Override
    public Optional<Path> certificate(CliEnvironment cliEnvironment) {
        return Home.locate(Optional.empty(), cliEnvironment.environment(), cliEnvironment.userHome())
                .map(home -> home.conf().resolve("tls").resolve("certificate.pem"))
                .filter(Files::isReadable);
    }
}
