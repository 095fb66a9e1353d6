package dev.countersign.server.insight;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.RevokedTokens.Whose;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Use case that revokes all access tokens and refresh tokens of an issuer, an application or a subject in one call with
 * one event.
 */
public record RevokeTokens(TrustConfiguration configuration, RevokedTokens tokens, InstantSource clock) {
    private static final String ISSUER = "issuer";
    private static final String APPLICATION = "application";
    private static final String SUBJECT = "subject";
    private static final TextRule NAME = TextRule.anyText(2000);

    /** Owner of the tokens, with the name and the id recorded in the audit. */
    private record Named(Whose whose, String kind, String id, String name) {}

    /**
     * Revokes the tokens named by the JSON: by {@code issuer} (a name), {@code application} (a name or a client id) or
     * {@code subject}, exactly one of them.
     *
     * @return the number of tokens that were valid until now
     * @throws StoreUnavailableException when it could not be written, or not in time
     */
    public Outcome<Long> revoke(Administrator administrator, Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, Set.of(ISSUER, APPLICATION, SUBJECT));
        Optional<Named> named = read(members, problems);
        if (!problems.isEmpty() || named.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        return new Outcome.Done<>(revoke(administrator, named.get()));
    }

    /** Revokes the tokens of an issuer. */
    public long ofIssuer(Administrator administrator, TrustedIssuer issuer) {
        return revoke(administrator, named(issuer));
    }

    /** Revokes the tokens of an application. */
    public long ofApplication(Administrator administrator, RegisteredClient application) {
        return revoke(administrator, named(application));
    }

    /** Revokes the tokens whose subject equals this one. */
    long ofSubject(Administrator administrator, String subject) {
        return revoke(administrator, named(subject));
    }

    private long revoke(Administrator administrator, Named named) {
        Instant now = Timestamps.now(clock);
        return tokens.revoke(
                named.whose(),
                now,
                count -> new AdminEvent(
                        now,
                        administrator.correlationId(),
                        administrator.author(),
                        named.kind() + ".tokens_revoked",
                        named.id(),
                        named.name(),
                        Optional.empty(),
                        Optional.of(new String(JsonText.write(Map.of("revoked", count)), StandardCharsets.UTF_8))));
    }

    private Optional<Named> read(InputMembers members, List<Problem> problems) {
        List<String> given = List.of(ISSUER, APPLICATION, SUBJECT).stream()
                .filter(members::has)
                .toList();
        if (given.size() != 1) {
            problems.add(new Problem("", Problem.REQUIRED, "Set exactly one of issuer, application and subject."));
            return Optional.empty();
        }
        String member = given.getFirst();
        Optional<String> text = members.requiredText(member, NAME);
        Optional<Named> named = text.flatMap(name -> find(member, name));
        if (text.isPresent() && named.isEmpty()) {
            members.problem(member, Problem.UNKNOWN_REFERENCE, "There is no such name.");
        }
        return named;
    }

    private Optional<Named> find(String member, String name) {
        return switch (member) {
            case ISSUER ->
                configuration.issuers().stream()
                        .filter(issuer -> issuer.name().equals(name))
                        .findFirst()
                        .map(RevokeTokens::named);
            case APPLICATION ->
                configuration.applications().stream()
                        .filter(application -> application.name().equals(name)
                                || application.clientId().value().equals(name))
                        .findFirst()
                        .map(RevokeTokens::named);
            default -> Optional.of(named(name));
        };
    }

    private static Named named(String subject) {
        return new Named(new Whose.OfSubject(subject), SUBJECT, subject, subject);
    }

    private static Named named(TrustedIssuer issuer) {
        return new Named(
                new Whose.OfIssuer(issuer.id()),
                "trusted_token_issuer",
                issuer.id().value(),
                issuer.name());
    }

    private static Named named(RegisteredClient application) {
        return new Named(
                new Whose.OfApplication(application.id()),
                APPLICATION,
                application.id().value(),
                application.name());
    }
}
