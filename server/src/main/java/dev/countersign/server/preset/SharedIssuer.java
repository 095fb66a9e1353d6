package dev.countersign.server.preset;

import dev.countersign.core.trust.Pin;
import java.util.List;
import java.util.function.Predicate;

/**
 * An issuer that signs for many tenants: without a condition on the tenant, trusting it means trusting every holder of
 * an account there.
 *
 * @param recognised whether an {@code iss} value, in lower case and without trailing slash, is this issuer
 * @param reason why a condition on the tenant is needed, as a sentence
 * @param claims the claims that can name the tenant
 * @param names whether a pin restricts such a claim to one tenant
 * @param example a sufficient condition
 */
public record SharedIssuer(
        Predicate<String> recognised, String reason, List<String> claims, Predicate<Pin> names, String example) {}
