package dev.countersign.core.assertion;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.TokenTypes;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.function.Function;

/** The checks of the header, in the order in which they are made; all of them come before any key is looked for. */
public enum HeaderCheck implements AssertionCheck {
    ALGORITHM_ALLOWED(
            RejectionCode.ASSERTION_ALGORITHM_NOT_ALLOWED,
            "The algorithm is allowed for the issuer",
            HeaderCheck::algorithm),
    NO_CRITICAL_HEADER(
            RejectionCode.ASSERTION_CRITICAL_HEADER, "The header demands no extension", HeaderCheck::critical),
    NOT_NESTED(RejectionCode.ASSERTION_ENCRYPTED, "The JWT holds claims, not another JWT", HeaderCheck::nested),
    TYPE_ALLOWED(RejectionCode.ASSERTION_TYPE_NOT_ALLOWED, "The type is allowed for the issuer", HeaderCheck::type);

    private static final String ORDINARY = "jwt";

    private final RejectionCode code;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method without state
    private final Function<AssertionFacts, CheckOutcome> rule;

    HeaderCheck(RejectionCode code, String title, Function<AssertionFacts, CheckOutcome> rule) {
        this.code = code;
        this.title = title;
        this.rule = rule;
    }

    @Override
    public RejectionCode code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public CheckOutcome judge(AssertionFacts facts) {
        return rule.apply(facts);
    }

    /** Whether no issuer may ever be set to accept this {@code typ}. */
    public static boolean isNeverAccepted(String type) {
        return TokenTypes.otherKind(type).isPresent();
    }

    /** RFC 8725 §3.1: the algorithm is chosen by the issuer's allow-list, never by the token. */
    private static CheckOutcome algorithm(AssertionFacts facts) {
        String named = facts.assertion().header().algorithm();
        var allowed = facts.issuer().algorithms();
        var implemented = Algorithm.of(named);
        return CheckOutcome.of(
                implemented.filter(allowed::contains).isPresent(),
                () -> new AssertionRejection.AlgorithmNotAllowed(
                        named, allowed.stream().sorted().map(Algorithm::value).toList(), implemented.isPresent()));
    }

    /** RFC 7515 §4.1.11: no extension is implemented, so none may be critical. RFC 7797 §7: no {@code b64} in a JWT. */
    private static CheckOutcome critical(AssertionFacts facts) {
        var critical = facts.assertion().header().critical();
        return CheckOutcome.of(
                critical.isEmpty(), () -> new AssertionRejection.CriticalHeader(critical.orElse("no crit header")));
    }

    /** RFC 7519 §5.2: {@code cty: JWT} says that the payload is a JWT of its own, whose signature nobody would check. */
    private static CheckOutcome nested(AssertionFacts facts) {
        boolean nested = facts.assertion()
                .header()
                .contentType()
                .filter(type -> TokenTypes.normalized(type).equals(ORDINARY))
                .isPresent();
        return CheckOutcome.of(
                !nested, () -> new AssertionRejection.Encrypted(nested ? "a nested JWT (cty JWT)" : "a signed JWT"));
    }

    /** RFC 8725 §3.11 and §3.12: explicit typing keeps the kinds of JWT apart. */
    private static CheckOutcome type(AssertionFacts facts) {
        List<String> allowed = facts.issuer().types();
        var type = facts.assertion().header().type();
        boolean passes = type.isEmpty() ? allowed.isEmpty() : isAccepted(TokenTypes.normalized(type.get()), allowed);
        return CheckOutcome.of(
                passes,
                () -> new AssertionRejection.TypeNotAllowed(
                        type.orElse("no typ"),
                        allowed.isEmpty() ? List.of("no typ", "JWT") : allowed,
                        type.filter(HeaderCheck::isNeverAccepted).isPresent()));
    }

    private static boolean isAccepted(String type, List<String> allowed) {
        if (isNeverAccepted(type)) {
            return false;
        }
        return allowed.isEmpty()
                ? type.equals(ORDINARY)
                : allowed.stream()
                        .anyMatch(member -> TokenTypes.normalized(member).equals(type));
    }
}
