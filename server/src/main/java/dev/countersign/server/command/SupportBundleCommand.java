package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.BuildVersion;
import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.server.config.DeploymentReading;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.diagnosis.Doctor;
import dev.countersign.server.diagnosis.StoredState;
import dev.countersign.server.diagnosis.SupportBundle;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign support-bundle}: writes an archive with the facts of an installation, and without secrets. */
record SupportBundleCommand(CliEnvironment cliEnvironment, Doctor.Surveying surveying) {
    private static final String LOG = "--log";
    private static final String TRUST = "--trust";

    CommandSpec spec() {
        var spec = CommandBody.named(
                        "support-bundle",
                        "Writes an archive for those who help with a problem: versions, the configuration with secrets"
                                + " hidden, the findings of doctor, numbers of rows and the metrics of the running server."
                                + " Changes nothing; the server may be running.",
                        this::run)
                .addPositional(Options.parameter(0, "FILE", "The archive to write, such as bundle.tar.gz."))
                .addOption(HomeOptions.home())
                .addOption(Options.text(LOG, "FILE", "Add the last 1 MiB of this log file of the server."))
                .addOption(
                        Options.flag(TRUST, "Add the issuers, applications and API resources, without their secrets."));
        return CommandBody.examples(
                spec,
                List.of(
                        "support-bundle bundle.tar.gz",
                        "support-bundle bundle.tar.gz --home /srv/tokens --log /var/log/countersign.log --trust"));
    }

    private int run(CommandSpec spec) throws StartRefusedException, CallFailedException {
        var arguments = new Arguments(spec);
        Path file = path(arguments.required(0));
        Home home = new HomeFinder(cliEnvironment).find(HomeOptions.home(spec));
        Examination examination = Examination.of(home, cliEnvironment, surveying);
        var bundle = new SupportBundle(cliEnvironment.clock().instant());
        bundle.about(BuildVersion.current());
        bundle.configuration(examination.configuration());
        bundle.findings(examination.findings());
        bundle.store(store(examination.configuration()), arguments.isGiven(TRUST));
        bundle.metrics(
                switch (examination.metrics()) {
                    case LocalMetrics.Answer.Metrics(String exposition) -> exposition;
                    case LocalMetrics.Answer.Unavailable(String reason) -> "# " + reason + "\n";
                });
        addLog(bundle, arguments.text(LOG));
        write(bundle, file);
        cliEnvironment
                .out()
                .println("The support bundle is in %s. Look through it before you send it.".formatted(file));
        return ExitCode.OK;
    }

    private StoredState.Reading store(DeploymentReading configuration) {
        return configuration instanceof DeploymentReading.Sound(var deployment)
                ? surveying.store(deployment).read(true)
                : new StoredState.Reading.Failed("The configuration is not valid");
    }

    private static void addLog(SupportBundle bundle, Optional<String> log) throws CallFailedException {
        if (log.isEmpty()) {
            return;
        }
        try {
            bundle.log(path(log.get()));
        } catch (IOException unreadable) {
            throw CallFailedException.noInput(
                    "The log %s cannot be read: %s".formatted(log.get(), FailureText.of(unreadable)));
        }
    }

    private static void write(SupportBundle bundle, Path file) throws CallFailedException {
        try {
            OwnerOnlyFile.create(file, bundle.archive());
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate(
                    "The support bundle %s cannot be written: %s".formatted(file, FailureText.of(refused)));
        }
    }

    private static Path path(String name) throws CallFailedException {
        try {
            return Path.of(name);
        } catch (InvalidPathException notAPath) {
            throw CallFailedException.usage("\"%s\" is not a path.".formatted(name));
        }
    }
}
