package dev.countersign.server.command;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.DeploymentReader;
import dev.countersign.server.config.DeploymentReading;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.setting.ConfigurationProblem;
import dev.countersign.server.config.setting.EnvironmentVariables;
import dev.countersign.server.run.StartRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lookup of the home and of a valid configuration by a command's options. */
record HomeFinder(CliEnvironment cliEnvironment) {

    Home find(Optional<String> option) throws StartRefusedException {
        return Home.locate(option, cliEnvironment.environment(), cliEnvironment.userHome())
                .orElseThrow(() -> StartRefusedException.configuration(
                        isNamed(option)
                                ? "The home cannot be found: its name is no path in the character set of this process"
                                        + " (%s). Set LC_ALL=C.UTF-8 where it is started."
                                                .formatted(System.getProperty("sun.jnu.encoding", "unknown"))
                                : "There is no home to work in: give --home or COUNTERSIGN_HOME."));
    }

    private boolean isNamed(Optional<String> option) {
        return option.isPresent()
                || !cliEnvironment
                        .environment()
                        .getOrDefault(EnvironmentVariables.HOME, "")
                        .isBlank();
    }

    /** Reads the configuration, or reports all of its problems. */
    Deployment read(Home home, Map<String, String> settings) throws StartRefusedException {
        return switch (DeploymentReader.read(home, cliEnvironment.environment(), settings)) {
            case DeploymentReading.Sound(Deployment deployment) -> deployment;
            case DeploymentReading.Faulty(List<ConfigurationProblem> problems) ->
                throw StartRefusedException.configuration(listed(problems));
        };
    }

    private static String listed(List<ConfigurationProblem> problems) {
        var count = problems.size() == 1 ? "one problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n", "The configuration has %s:%n".formatted(count), ""));
    }
}
