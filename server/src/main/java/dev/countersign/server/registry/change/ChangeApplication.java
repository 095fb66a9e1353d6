package dev.countersign.server.registry.change;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.SecretRules;
import dev.countersign.server.registry.trust.AdminScopeRules;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Use case that changes an application, except its client id and its secrets. */
public final class ChangeApplication {
    private final TrustConfiguration configuration;
    private final ApplicationReader reader;
    private final InstantSource clock;

    public ChangeApplication(TrustConfiguration configuration, ApplicationReader reader, InstantSource clock) {
        this.configuration = configuration;
        this.reader = reader;
        this.clock = clock;
    }

    /** Changes the application, if its version is the expected one. */
    public Outcome<Saved<RegisteredClient>> change(
            Administrator administrator, ApplicationId id, ExpectedVersion expected, Edit edit) {
        return configuration.inTurn(
                administrator,
                trust -> trust.application(id)
                        .map(before -> decide(trust, administrator, before, expected, edit))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<Saved<RegisteredClient>> decide(
            Trust trust, Administrator administrator, RegisteredClient before, ExpectedVersion expected, Edit edit) {
        if (!expected.allows(ContentVersion.of(before))) {
            return Outcomes.stale();
        }
        Instant now = Timestamps.after(before.updatedAt(), clock);
        Map<String, Object> input = edit.appliedTo(ApplicationFields.document(before));
        Reading<RegisteredClient> reading = reader.read(
                input,
                new ApplicationReader.Frame(
                        before.id(),
                        before.clientId(),
                        Optional.of(before),
                        before.credentials().secrets(),
                        before.createdAt(),
                        now),
                trust.issuerNames());
        var problems = new ArrayList<>(reading.problems());
        if (edit.written().containsKey("client_secret")) {
            problems.add(
                    new Problem(
                            "/client_secret",
                            Problem.NOT_ALLOWED,
                            "Secrets cannot be changed here. Add and remove them with the secrets resource of the application."));
        }
        if (!problems.isEmpty()) {
            return Outcomes.invalid(problems);
        }
        RegisteredClient read = reading.value().orElseThrow();
        boolean secretsEnd = SecretRules.end(before, read);
        RegisteredClient after = secretsEnd ? Applications.withSecrets(read, List.of()) : read;
        var warnings = new ArrayList<>(reading.warnings());
        if (secretsEnd) {
            warnOfSecrets(before, after, warnings);
        }
        if (isSame(before, after)) {
            return Outcomes.unchanged(new Saved<>(before, ContentVersion.of(before), reading.warnings()));
        }
        List<Problem> notHeld =
                AdminScopeRules.objections(administrator.authority(), Optional.of(before), Optional.of(after), input);
        if (!notHeld.isEmpty()) {
            return Outcomes.forbidden(notHeld);
        }
        List<Problem> clashes = trust.clashes(after);
        return clashes.isEmpty()
                ? new Decision.Change<>(
                        changes(new ChangeEvents(administrator, now), before, after),
                        new Saved<>(after, ContentVersion.of(after), warnings))
                : Outcomes.clash(clashes);
    }

    private static List<TrustChange> changes(ChangeEvents events, RegisteredClient before, RegisteredClient after) {
        List<ClientSecret> secrets = before.credentials().secrets();
        var changes = new ArrayList<TrustChange>();
        RegisteredClient current = Applications.withSecrets(after, secrets);
        changes.add(events.changed(before, current));
        if (after.credentials().secrets().isEmpty()) {
            for (ClientSecret ended : secrets) {
                changes.add(events.secretRemoved(current, ended.id()));
                current = Applications.withoutSecret(current, ended.id());
            }
        }
        return changes;
    }

    private static void warnOfSecrets(RegisteredClient before, RegisteredClient after, List<Problem> warnings) {
        String pointer = "/token_endpoint_auth_method";
        if (after.credentials().authenticationMethod().usesSecret()) {
            warnings.add(new Problem(pointer, "secret_needed", "The application has no secret. Add one."));
        } else if (!before.credentials().secrets().isEmpty()) {
            warnings.add(new Problem(
                    pointer,
                    "secrets_removed",
                    "The secrets of the application are removed, because %s uses none."
                            .formatted(
                                    after.credentials().authenticationMethod().value())));
        }
    }

    private static boolean isSame(RegisteredClient before, RegisteredClient after) {
        var one = new HashMap<>(ApplicationFields.document(before));
        var other = new HashMap<>(ApplicationFields.document(after));
        one.remove("updated_at");
        other.remove("updated_at");
        return one.equals(other);
    }
}
