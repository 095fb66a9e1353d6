package dev.countersign.server.command;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.Options;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.diagnosis.Doctor;
import dev.countersign.server.run.StartRefusedException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign doctor}: checks an installation and its surroundings, and changes nothing. */
record DoctorCommand(CliEnvironment cliEnvironment, Doctor.Surveying surveying) {
    private static final String JSON = "--json";

    CommandSpec spec() {
        var spec = CommandBody.named(
                        "doctor",
                        "Checks the configuration, certificates, disk, file descriptors, database and clocks, and"
                                + " fetches the keys of every issuer as the server would. Changes nothing; the server may"
                                + " be running. Status 0: every check ran and found nothing; 1: there is a problem; 2:"
                                + " there is a warning, or a check could not run.",
                        this::run)
                .addOption(HomeOptions.home())
                .addOption(Options.flag(JSON, "Print the findings as JSON."));
        return CommandBody.examples(spec, List.of("doctor", "doctor --home /srv/tokens --json"));
    }

    private int run(CommandSpec spec) throws StartRefusedException {
        Home home = new HomeFinder(cliEnvironment).find(HomeOptions.home(spec));
        Examination examination = Examination.of(home, cliEnvironment, surveying);
        if (new Arguments(spec).isGiven(JSON)) {
            cliEnvironment.out().println(JsonText.text(examination.document()));
        } else {
            examination.findings().forEach(finding -> cliEnvironment.out().println(finding));
        }
        return examination.exitCode();
    }
}
