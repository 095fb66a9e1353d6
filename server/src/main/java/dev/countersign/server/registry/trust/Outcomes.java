package dev.countersign.server.registry.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.util.List;

/** Factories of frequent outcomes. */
public final class Outcomes {
    private Outcomes() {}

    static <T> Outcome<T> duplicate(List<Problem> problems) {
        return new Outcome.Conflict<>("duplicate", "A value that must be unique is already in use.", problems);
    }

    public static <T> Outcome<T> tooManySecrets() {
        return new Outcome.Conflict<>(
                "too_many_secrets",
                "The application has two active secrets, which is the maximum. Remove one first.",
                List.of());
    }

    public static <T> Outcome<T> noSecretForMethod() {
        return new Outcome.Conflict<>(
                "no_secret_for_method",
                "The application authenticates without secrets. Change its token_endpoint_auth_method first.",
                List.of());
    }

    public static <T> Decision<T> invalid(List<Problem> problems) {
        return new Decision.Answer<>(new Outcome.Invalid<>(problems));
    }

    public static <T> Decision<T> forbidden(List<Problem> problems) {
        return new Decision.Answer<>(new Outcome.Forbidden<>(problems));
    }

    public static <T> Decision<T> notFound() {
        return new Decision.Answer<>(new Outcome.NotFound<>());
    }

    public static <T> Decision<T> stale() {
        return new Decision.Answer<>(new Outcome.Stale<>());
    }

    public static <T> Decision<T> clash(List<Problem> problems) {
        return new Decision.Answer<>(duplicate(problems));
    }

    /** The refusal to remove a resource that these applications name. */
    public static <T> Decision<T> inUse(List<RegisteredClient> naming) {
        return new Decision.Answer<>(new Outcome.InUse<>(
                naming.stream().map(RegisteredClient::name).sorted().toList()));
    }

    /** The refusal to remove the default application of these issuers. */
    public static <T> Decision<T> inUseAsDefault(List<TrustedIssuer> issuers) {
        return new Decision.Answer<>(new Outcome.Conflict<>(
                "default_application",
                "This is the default application of %s. Change their default_application first."
                        .formatted(String.join(
                                ", ",
                                issuers.stream()
                                        .map(TrustedIssuer::name)
                                        .sorted()
                                        .toList())),
                List.of()));
    }

    public static <T> Decision<T> unchanged(T value) {
        return new Decision.Answer<>(new Outcome.Done<>(value));
    }
}
