package dev.countersign.server.registry.trust;

import dev.countersign.server.operation.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The greatest numbers of resources that can be registered; an empty one does not limit. What is registered already stays
 * when a limit becomes smaller.
 */
public record RegistrationLimits(OptionalLong applications, OptionalLong issuers) {
    /** No limits. */
    public static final Supplier<RegistrationLimits> NONE =
            () -> new RegistrationLimits(OptionalLong.empty(), OptionalLong.empty());

    private static final String CODE = "limit_reached";

    /** The refusal of changes that would exceed a limit. */
    <T> Optional<Outcome<T>> refusal(Trust trust, List<TrustChange> changes) {
        long addedIssuers = changes.stream()
                .mapToLong(change -> switch (change) {
                    case TrustChange.IssuerAdded _ -> 1;
                    case TrustChange.IssuerRemoved _ -> -1;
                    default -> 0;
                })
                .sum();
        long addedApplications = changes.stream()
                .mapToLong(change -> switch (change) {
                    case TrustChange.ApplicationAdded _ -> 1;
                    case TrustChange.ApplicationRemoved _ -> -1;
                    default -> 0;
                })
                .sum();
        return RegistrationLimits.<T>refusal(
                        "trusted token issuers", issuers, trust.issuers().size(), addedIssuers)
                .or(() -> refusal(
                        "applications", applications, trust.applications().size(), addedApplications));
    }

    private static <T> Optional<Outcome<T>> refusal(String what, OptionalLong limit, long present, long added) {
        return added <= 0 || limit.isEmpty() || present + added <= limit.getAsLong()
                ? Optional.empty()
                : Optional.of(new Outcome.Conflict<>(
                        CODE,
                        "This organization can have at most %s %s. Remove one, or ask who runs this server for more."
                                .formatted(limit.getAsLong(), what),
                        List.of()));
    }
}
