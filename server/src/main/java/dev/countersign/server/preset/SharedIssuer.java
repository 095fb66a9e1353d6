package dev.countersign.server.preset;

import dev.countersign.core.trust.Pin;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /**
     * One whose {@code sub} begins with the tenant, beside claims of which each names it.
     *
     * @param prefix what a literal must look like, so that no other tenant's subjects begin with it
     */
    static SharedIssuer pinnedBySubject(
            Predicate<String> recognised, String reason, List<String> claims, Pattern prefix, String example) {
        List<String> all = Stream.concat(claims.stream(), Stream.of("sub")).toList();
        return new SharedIssuer(
                recognised,
                reason,
                all,
                pin -> pin instanceof Pin.Equal
                        ? all.contains(pin.claim())
                        : pin.claim().equals("sub")
                                && prefix.matcher(pin.literal()).matches(),
                example);
    }

    /** One that any of these claims names the tenant for, if it is exactly what the condition says. */
    static SharedIssuer pinnedBy(Predicate<String> recognised, String reason, List<String> claims, String example) {
        return new SharedIssuer(
                recognised, reason, claims, pin -> pin instanceof Pin.Equal && claims.contains(pin.claim()), example);
    }
}
