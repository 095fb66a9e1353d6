package dev.countersign.server.preset;

import dev.countersign.core.trust.Pin;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        Predicate<String> recognised, String reason, List<String> claims, Predicate<Pin> names, String example) {

    /**
     * An issuer whose {@code sub} begins with the tenant, and which has further claims that name it.
     *
     * @param prefix the form of a literal that cannot be the beginning of another tenant's subjects
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

    /** An issuer with claims that name the tenant when a condition compares one of them exactly. */
    static SharedIssuer pinnedBy(Predicate<String> recognised, String reason, List<String> claims, String example) {
        return new SharedIssuer(
                recognised, reason, claims, pin -> pin instanceof Pin.Equal && claims.contains(pin.claim()), example);
    }
}
