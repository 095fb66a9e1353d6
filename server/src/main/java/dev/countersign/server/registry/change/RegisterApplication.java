package dev.countersign.server.registry.change;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.SecretRules;
import dev.countersign.server.registry.trust.AdminScopeRules;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Use case that registers an application. */
public final class RegisterApplication {
    private final TrustConfiguration configuration;
    private final ApplicationReader reader;
    private final InstantSource clock;

    public RegisterApplication(TrustConfiguration configuration, ApplicationReader reader, InstantSource clock) {
        this.configuration = configuration;
        this.reader = reader;
        this.clock = clock;
    }

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
        return configuration.inTurn(administrator, trust -> decide(trust, administrator, input));
    }

    private Decision<Registration> decide(Trust trust, Administrator administrator, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        Reading<ApplicationReader.Credentials> credentials = ApplicationReader.credentials(input);
        var given = credentials
                .value()
                .orElseGet(() -> new ApplicationReader.Credentials(Optional.empty(), Optional.empty()));
        boolean noSecret = hasNoSecret(input);
        Optional<String> secret =
                noSecret ? Optional.empty() : Optional.of(given.secret().orElseGet(Secrets::generate));
        var frame = new ApplicationReader.Frame(
                new ApplicationId(Secrets.generateId()),
                given.clientId().orElseGet(() -> new ClientId(Secrets.generateId())),
                Optional.empty(),
                secret.map(text -> SecretRules.of(text, now, Optional.empty())).stream()
                        .toList(),
                now,
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
        List<Problem> clashes = trust.clashes(application);
        return clashes.isEmpty()
                ? new Decision.Change<>(
                        List.of(new ChangeEvents(administrator, now).added(application)),
                        new Registration(new Saved<>(application, ContentVersion.of(application), warnings), secret))
                : Outcomes.clash(clashes);
    }

    /** Whether the application described by the JSON authenticates without a secret. */
    public static boolean hasNoSecret(Map<String, Object> input) {
        return input.get("token_endpoint_auth_method") instanceof String method
                && AuthenticationMethod.of(method)
                        .filter(known -> !known.usesSecret())
                        .isPresent();
    }
}
