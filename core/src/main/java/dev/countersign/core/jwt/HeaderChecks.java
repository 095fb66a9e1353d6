package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.TokenTypes;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;

/** The checks of the header, in order; all of them come before a key is looked up. */
public final class HeaderChecks {
    /** RFC 8725 §3.1. */
    public static final NamedCheck<JwtFacts> ALGORITHM_ALLOWED = new NamedCheck<>(
            RejectionCode.ASSERTION_ALGORITHM_NOT_ALLOWED,
            "The algorithm is allowed for the issuer",
            HeaderChecks::algorithm);

    /** RFC 7515 §4.1.11. */
    public static final NamedCheck<JwtFacts> NO_CRITICAL_HEADER = new NamedCheck<>(
            RejectionCode.ASSERTION_CRITICAL_HEADER, "The header demands no extension", HeaderChecks::critical);

    /** RFC 7519 §5.2. */
    public static final NamedCheck<JwtFacts> NOT_NESTED = new NamedCheck<>(
            RejectionCode.ASSERTION_ENCRYPTED, "The JWT holds claims, not another JWT", HeaderChecks::nested);

    /** RFC 8725 §3.11. */
    public static final NamedCheck<JwtFacts> TYPE_ALLOWED = new NamedCheck<>(
            RejectionCode.ASSERTION_TYPE_NOT_ALLOWED, "The type is allowed for the issuer", HeaderChecks::type);

    /** All checks, in order. */
    public static final List<NamedCheck<JwtFacts>> ALL =
            List.of(ALGORITHM_ALLOWED, NO_CRITICAL_HEADER, NOT_NESTED, TYPE_ALLOWED);

    private HeaderChecks() {}

    /** RFC 8725 §3.1: the issuer's allow-list determines the algorithm, never the token. */
    private static CheckOutcome algorithm(JwtFacts facts) {
        String named = facts.jwt().header().algorithm();
        var allowed = facts.profile().algorithms();
        var implemented = Algorithm.of(named);
        return CheckOutcome.of(
                implemented.filter(allowed::contains).isPresent(),
                () -> new AssertionRejection.AlgorithmNotAllowed(
                        named, allowed.stream().sorted().map(Algorithm::value).toList(), implemented.isPresent()));
    }

    /** RFC 7515 §4.1.11: no extension is implemented, so none may be critical. RFC 7797 §7: no {@code b64} in a JWT. */
    private static CheckOutcome critical(JwtFacts facts) {
        var critical = facts.jwt().header().critical();
        return CheckOutcome.of(
                critical.isEmpty(), () -> new AssertionRejection.CriticalHeader(critical.orElse("no crit header")));
    }

    /** RFC 7519 §5.2: {@code cty: JWT} says that the payload is a JWT of its own, whose signature would not be checked. */
    private static CheckOutcome nested(JwtFacts facts) {
        boolean nested = facts.jwt()
                .header()
                .contentType()
                .filter(type -> TokenTypes.normalized(type).equals("jwt"))
                .isPresent();
        return CheckOutcome.of(
                !nested, () -> new AssertionRejection.Encrypted(nested ? "a nested JWT (cty JWT)" : "a signed JWT"));
    }

    /** RFC 8725 §3.11 and §3.12: explicit typing distinguishes the kinds of JWT. */
    private static CheckOutcome type(JwtFacts facts) {
        JwtProfile.Types accepted = facts.profile().types();
        var type = facts.jwt().header().type();
        return CheckOutcome.of(
                accepted.accept(type),
                () -> new AssertionRejection.TypeNotAllowed(
                        type.orElse("no typ"),
                        accepted.inWords(),
                        type.filter(JwtProfile.Types::isOfAnotherKind).isPresent()));
    }
}
