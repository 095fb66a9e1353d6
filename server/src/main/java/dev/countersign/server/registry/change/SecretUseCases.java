package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.trust.RegisteredKind.APPLICATIONS;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.kind.SecretRules;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Use cases that add and remove secrets of an application. */
public record SecretUseCases(TrustConfiguration configuration, InstantSource clock) {
    private static final String EXPIRES_AT = "expires_at";
    private static final String EXPIRES_IN = "expires_in_seconds";
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    private static final TextRule TIME = TextRule.anyText(64);

    /** A new secret, which is shown only once; its string form omits the value. */
    public record AddedSecret(ClientSecret record, String secret) {
        @Override
        public String toString() {
            return "AddedSecret[%s]".formatted(record.id());
        }
    }

    /**
     * Adds a generated secret beside the current one, so that it can be replaced without an interruption, and removes
     * expired ones.
     *
     * @param input may contain the expiry of the new secret
     */
    public Outcome<AddedSecret> add(
            Administrator administrator, ApplicationId id, ExpectedVersion expected, Map<String, Object> input) {
        return configuration.inTurn(
                administrator,
                APPLICATIONS.ifCurrent(
                        id.value(), expected, (_, application) -> added(administrator, application, input)));
    }

    private Decision<AddedSecret> added(
            Administrator administrator, RegisteredClient application, Map<String, Object> input) {
        if (!application.credentials().authenticationMethod().usesSecret()) {
            return new Decision.Answer<>(Outcomes.noSecretForMethod());
        }
        Instant now = Timestamps.now(clock);
        var problems = new ArrayList<Problem>();
        Optional<Instant> expiry = expiry(new InputMembers(input, "", problems, Set.of(EXPIRES_AT, EXPIRES_IN)), now);
        if (!problems.isEmpty()) {
            return Outcomes.invalid(problems);
        }
        if (SecretRules.live(application, now).size() >= RegisteredClient.MOST_SECRETS) {
            return new Decision.Answer<>(Outcomes.tooManySecrets());
        }
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        RegisteredClient current = application;
        for (ClientSecret expired : SecretRules.expired(application, now)) {
            changes.add(events.secretRemoved(current, expired.id()));
            current = Applications.withoutSecret(current, expired.id());
        }
        String secret = Secrets.generate();
        ClientSecret added = SecretRules.of(secret, now, expiry);
        changes.add(events.secretAdded(current, added));
        return new Decision.Change<>(changes, new AddedSecret(added, secret));
    }

    private static Optional<Instant> expiry(InputMembers members, Instant now) {
        Optional<Long> seconds = members.optionalNumber(EXPIRES_IN, 1, LONGEST_LIFE.toSeconds());
        Optional<Instant> at = members.optionalText(EXPIRES_AT, TIME).flatMap(text -> instant(members, text));
        if (seconds.isPresent() && at.isPresent()) {
            members.problem(EXPIRES_AT, Problem.NOT_ALLOWED, "Set only one of expires_at and expires_in_seconds.");
        }
        if (at.filter(time -> !time.isAfter(now)).isPresent()) {
            members.problem(EXPIRES_AT, Problem.OUT_OF_RANGE, "Must be in the future.");
        } else if (at.filter(time -> time.isAfter(now.plus(LONGEST_LIFE))).isPresent()) {
            members.problem(EXPIRES_AT, Problem.OUT_OF_RANGE, "Must not be more than 10 years in the future.");
        }
        return at.or(() -> seconds.map(now::plusSeconds));
    }

    private static Optional<Instant> instant(InputMembers members, String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException malformed) {
            members.problem(
                    EXPIRES_AT, Problem.MALFORMED, "Must be a time with an offset, such as 2030-01-31T12:00:00Z.");
            return Optional.empty();
        }
    }

    /** Removes the secret, so that later requests with it are refused; returns the application without it. */
    public Outcome<Saved<RegisteredClient>> remove(
            Administrator administrator, ApplicationId id, ExpectedVersion expected, String secretId) {
        return configuration.inTurn(
                administrator,
                trust -> trust.application(id)
                                .filter(application -> hasSecret(application, secretId))
                                .isPresent()
                        ? APPLICATIONS
                                .ifCurrent(
                                        id.value(),
                                        expected,
                                        (_, application) -> removed(administrator, application, secretId))
                                .apply(trust)
                        : Outcomes.notFound());
    }

    private static boolean hasSecret(RegisteredClient application, String secretId) {
        return application.credentials().secrets().stream()
                .anyMatch(secret -> secret.id().equals(secretId));
    }

    private Decision<Saved<RegisteredClient>> removed(
            Administrator administrator, RegisteredClient application, String secretId) {
        return new Decision.Change<>(
                List.of(new ChangeEvents(administrator, Timestamps.now(clock)).secretRemoved(application, secretId)),
                APPLICATIONS.saved(Applications.withoutSecret(application, secretId), List.of()));
    }
}
