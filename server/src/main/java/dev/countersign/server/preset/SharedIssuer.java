package dev.countersign.server.preset;

import dev.countersign.core.policy.Pin;
import java.util.List;
import java.util.function.Predicate;

/**
 * An issuer that signs for many tenants alike, so that trust in it is trust in every stranger who has an account there,
 * unless a condition names the tenant.
 *
 * @param recognised whether an {@code iss} value, in lower case and without a slash at its end, is this issuer
 * @param reason why a tenant has to be named, as a sentence
 * @param claims those of which one names the tenant
 * @param names whether a pin is to such a claim, and to one tenant
 * @param example a condition that does
 */
public record SharedIssuer(
        Predicate<String> recognised, String reason, List<String> claims, Predicate<Pin> names, String example) {

    /** One that any of these claims names the tenant for, if it is exactly what the condition says. */
    static SharedIssuer pinnedBy(Predicate<String> recognised, String reason, List<String> claims, String example) {
        return new SharedIssuer(
                recognised, reason, claims, pin -> pin instanceof Pin.Equal && claims.contains(pin.claim()), example);
    }
}
