package dev.countersign.server.diagnosis;

import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.DeploymentReading;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.home.MasterKeyFile;
import dev.countersign.server.config.home.UnusableMasterKeyException;
import dev.countersign.server.diagnosis.StoredState.Reading;
import dev.countersign.server.run.StartRefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checks of an installation, with its server stopped or running. Nothing is changed.
 *
 * @param metrics those of the running server; empty when none answers
 */
public record Doctor(
        Home home, Map<String, String> environment, Surveying surveying, Optional<String> metrics, Instant now) {

    /** Access to what surrounds a process with a valid configuration. */
    public interface Surveying {

        /** The database. */
        StoredState store(Deployment deployment);

        /**
         * The network.
         *
         * @throws StartRefusedException when the configuration of outbound calls is not usable
         */
        KeyProbe probe(Deployment deployment) throws StartRefusedException;
    }

    /** All findings, in the order of the checks. */
    public List<Finding> examine(DeploymentReading configuration) {
        return switch (configuration) {
            case DeploymentReading.Faulty(var problems) -> {
                var findings = new ArrayList<Finding>();
                problems.forEach(
                        problem -> findings.add(Finding.problem("configuration", "", problem.toString() + ".")));
                for (String check : List.of("master key", "certificate", "database", "clock", "keys")) {
                    findings.add(Finding.notChecked(check, "", "The configuration is not valid; correct it first."));
                }
                findings.add(MachineChecks.disk(home));
                findings.add(MachineChecks.descriptors(metrics));
                yield findings;
            }
            case DeploymentReading.Sound(Deployment deployment) -> examine(deployment);
        };
    }

    private List<Finding> examine(Deployment deployment) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.ok("configuration", "", "The configuration of %s is valid.".formatted(home)));
        findings.add(masterKey());
        findings.addAll(new CertificateChecks(now).of(deployment));
        findings.add(MachineChecks.disk(home));
        findings.add(MachineChecks.descriptors(metrics));
        Reading reading = surveying.store(deployment).read(false);
        findings.addAll(StoreChecks.of(reading));
        findings.addAll(issuers(deployment, reading));
        return findings;
    }

    private List<Finding> issuers(Deployment deployment, Reading reading) {
        if (!(reading instanceof Reading.Read(var facts))
                || facts.schema().standing() != StoredState.Standing.CURRENT) {
            return List.of(Finding.notChecked("keys", "", "The issuers cannot be read from the database."));
        }
        try {
            List<Finding> ofIssuers = new IssuerKeyChecks(surveying.probe(deployment), now).of(facts.organizations());
            return ofIssuers.isEmpty()
                    ? List.of(Finding.ok("keys", "", "No trusted token issuer is enabled."))
                    : ofIssuers;
        } catch (StartRefusedException unusable) {
            return List.of(Finding.problem("keys", "", unusable.sentence()));
        }
    }

    private Finding masterKey() {
        var file = new MasterKeyFile(home, environment);
        try {
            if (file.find().isEmpty()) {
                return Finding.notChecked(
                        "master key", "", "There is none yet; the first `countersign serve` creates it.");
            }
            boolean changing = file.previous().isPresent();
            if (file.isExposed()) {
                return Finding.warning(
                        "master key",
                        "",
                        "Other users of this machine can read %s. Restrict it to its owner (chmod 600)."
                                .formatted(file.path()));
            }
            return changing
                    ? Finding.ok("master key", "", "It can be read, and so can the one before it.")
                    : Finding.ok("master key", "", "It can be read.");
        } catch (UnusableMasterKeyException unusable) {
            return Finding.problem("master key", "", unusable.getMessage() + ".");
        }
    }
}
