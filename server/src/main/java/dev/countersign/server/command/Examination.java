package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.server.config.DeploymentReader;
import dev.countersign.server.config.DeploymentReading;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.diagnosis.Doctor;
import dev.countersign.server.diagnosis.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Examination of a home: its configuration, the metrics of its server, and the findings.
 *
 * @param findings never empty
 */
record Examination(Home home, DeploymentReading configuration, LocalMetrics.Answer metrics, List<Finding> findings) {

    static Examination of(Home home, CliEnvironment cliEnvironment, Doctor.Surveying surveying) {
        DeploymentReading configuration = DeploymentReader.read(home, cliEnvironment.environment(), Map.of());
        LocalMetrics.Answer metrics = configuration instanceof DeploymentReading.Sound(var deployment)
                ? LocalMetrics.read(deployment.server())
                : new LocalMetrics.Answer.Unavailable("The configuration is not valid.");
        var doctor = new Doctor(
                home,
                cliEnvironment.environment(),
                surveying,
                metrics.text(),
                cliEnvironment.clock().instant());
        return new Examination(home, configuration, metrics, doctor.examine(configuration));
    }

    /** The worst of the findings. */
    Finding.Result worst() {
        return findings.stream()
                .map(Finding::result)
                .max(Comparator.naturalOrder())
                .orElse(Finding.Result.NOT_CHECKED);
    }

    /** The exit status: 0 only if every check ran and found nothing. */
    int exitCode() {
        return switch (worst()) {
            case OK -> ExitCode.OK;
            case NOT_CHECKED, WARNING -> ExitCode.DIFFERENT;
            case PROBLEM -> ExitCode.REFUSED;
        };
    }

    /** The findings as JSON. */
    Map<String, Object> document() {
        return Map.of("findings", findings.stream().map(Finding::document).toList());
    }
}
