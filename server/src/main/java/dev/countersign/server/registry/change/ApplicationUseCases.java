package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.trust.RegisteredKind.APPLICATIONS;
import static dev.countersign.server.registry.trust.RegisteredKind.ISSUERS;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.kind.SecretRules;
import dev.countersign.server.registry.trust.AdminScopeRules;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Use cases that register, change and remove applications. */
public record ApplicationUseCases(TrustConfiguration configuration, ApplicationReader reader, InstantSource clock) {

    /**
     * A new application with its secret, which is shown only once; its string form omits the secret.
     *
     * @param secret generated or given; empty for an application that authenticates otherwise
     */
    public record Registration(Saved<RegisteredClient> application, Optional<String> secret) {
        @Override
        public String toString() {
            return "Registration[%s]".formatted(application.value().name());
        }
    }

    /** Registers the application that the JSON describes. */
    public Outcome<Registration> register(Administrator administrator, Map<String, Object> input) {
        return configuration.inTurn(administrator, trust -> registered(trust, administrator, input));
    }

    private Decision<Registration> registered(Trust trust, Administrator administrator, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        Reading<ApplicationReader.Credentials> credentials = ApplicationReader.credentials(input);
        var given = credentials
                .value()
                .orElseGet(() -> new ApplicationReader.Credentials(Optional.empty(), Optional.empty()));
        boolean noSecret = hasNoSecret(input);
        Optional<String> secret =
                noSecret ? Optional.empty() : Optional.of(given.secret().orElseGet(Secrets::generate));
        var frame = new ApplicationReader.Frame(
                Optional.empty(),
                given.clientId().orElseGet(() -> new ClientId(Secrets.generateId())),
                secret.map(text -> SecretRules.of(text, now, Optional.empty())).stream()
                        .toList(),
                now);
        Reading<RegisteredClient> reading = reader.read(input, frame, trust.issuerNames());
        var problems = new ArrayList<>(reading.problems());
        problems.addAll(credentials.problems());
        if (noSecret && given.secret().isPresent()) {
            problems.add(new Problem(
                    "/client_secret",
                    Problem.NOT_ALLOWED,
                    "With this token_endpoint_auth_method, an application has no secret. Remove this member."));
        }
        if (!problems.isEmpty()) {
            return Outcomes.invalid(problems);
        }
        var warnings = new ArrayList<>(reading.warnings());
        warnings.addAll(credentials.warnings());
        RegisteredClient application = reading.value().orElseThrow();
        List<Problem> notHeld = AdminScopeRules.objections(
                administrator.authority(), Optional.empty(), Optional.of(application), input);
        if (!notHeld.isEmpty()) {
            return Outcomes.forbidden(notHeld);
        }
        return APPLICATIONS.registration(
                trust,
                new ChangeEvents(administrator, now),
                application,
                new Registration(APPLICATIONS.saved(application, warnings), secret));
    }

    /** Whether the application described by the JSON authenticates without a secret. */
    public static boolean hasNoSecret(Map<String, Object> input) {
        return input.get("token_endpoint_auth_method") instanceof String method
                && AuthenticationMethod.of(method)
                        .filter(known -> !known.usesSecret())
                        .isPresent();
    }

    /** Changes the application and, with its name, the issuers that name it; except its client id and its secrets, if its version is the expected one. */
    public Outcome<Saved<RegisteredClient>> change(
            Administrator administrator, ApplicationId id, ExpectedVersion expected, Edit edit) {
        return configuration.inTurn(
                administrator,
                APPLICATIONS.ifCurrent(
                        id.value(), expected, (trust, before) -> changed(trust, administrator, before, edit)));
    }

    private Decision<Saved<RegisteredClient>> changed(
            Trust trust, Administrator administrator, RegisteredClient before, Edit edit) {
        Instant now = Timestamps.after(before.updatedAt(), clock);
        Map<String, Object> input = edit.appliedTo(ApplicationFields.document(before));
        Reading<RegisteredClient> reading = reader.read(
                input,
                new ApplicationReader.Frame(
                        Optional.of(before),
                        before.clientId(),
                        before.credentials().secrets(),
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
        if (APPLICATIONS.isSame(before, after)) {
            return Outcomes.unchanged(APPLICATIONS.saved(before, reading.warnings()));
        }
        List<Problem> notHeld =
                AdminScopeRules.objections(administrator.authority(), Optional.of(before), Optional.of(after), input);
        if (!notHeld.isEmpty()) {
            return Outcomes.forbidden(notHeld);
        }
        List<Problem> clashes = trust.clashes(APPLICATIONS, after);
        if (!clashes.isEmpty()) {
            return Outcomes.clash(clashes);
        }
        var warnings = new ArrayList<>(reading.warnings());
        if (secretsEnd) {
            warnOfSecrets(before, after, warnings);
        }
        var events = new ChangeEvents(administrator, now);
        List<TrustChange> changes = changes(events, before, after);
        if (!before.name().equals(after.name())) {
            trust.issuersDefaultingTo(before.name())
                    .forEach(issuer -> changes.add(events.changed(ISSUERS, issuer, following(issuer, after.name()))));
        }
        return new Decision.Change<>(changes, APPLICATIONS.saved(after, warnings));
    }

    private TrustedIssuer following(TrustedIssuer issuer, String application) {
        return IssuerFields.withDefaultApplication(issuer, application, Timestamps.after(issuer.updatedAt(), clock));
    }

    private static List<TrustChange> changes(ChangeEvents events, RegisteredClient before, RegisteredClient after) {
        List<ClientSecret> secrets = before.credentials().secrets();
        var changes = new ArrayList<TrustChange>();
        RegisteredClient current = Applications.withSecrets(after, secrets);
        changes.add(events.changed(APPLICATIONS, before, current));
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

    /** Removes the application, and returns it; the default application of an issuer stays. */
    public Outcome<RegisteredClient> remove(Administrator administrator, ApplicationId id, ExpectedVersion expected) {
        return configuration.inTurn(
                administrator,
                APPLICATIONS.ifCurrent(
                        id.value(), expected, (trust, application) -> removed(trust, administrator, application)));
    }

    private Decision<RegisteredClient> removed(Trust trust, Administrator administrator, RegisteredClient application) {
        List<TrustedIssuer> defaulting = trust.issuersDefaultingTo(application.name());
        if (!defaulting.isEmpty()) {
            return Outcomes.inUseAsDefault(defaulting);
        }
        return new Decision.Change<>(
                List.of(new ChangeEvents(administrator, Timestamps.now(clock)).removed(APPLICATIONS, application)),
                application);
    }
}
