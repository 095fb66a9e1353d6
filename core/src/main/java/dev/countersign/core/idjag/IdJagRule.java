package dev.countersign.core.idjag;

import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.TokenTypes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rule of a trusted token issuer for identity assertion authorization grants (ID-JAG).
 *
 * @param acceptance whether they are accepted, and ordinary assertions beside them
 * @param requireResource whether one without the claim {@code resource} is refused
 */
public record IdJagRule(Acceptance acceptance, boolean requireResource) {
    /** The rule of an issuer that sends none. */
    public static final IdJagRule OFF = new IdJagRule(Acceptance.OFF, false);

    /** The kinds of assertion that are accepted. */
    public enum Acceptance {
        /** Ordinary assertions alone. */
        OFF("off"),
        /** Both kinds. */
        ACCEPTED("accepted"),
        /** ID-JAGs alone. */
        ONLY("only");

        private final String value;

        Acceptance(String value) {
            this.value = value;
        }

        /** The registered value. */
        public String value() {
            return value;
        }

        /** The acceptance with exactly this value. */
        public static Optional<Acceptance> of(String value) {
            return Arrays.stream(values())
                    .filter(acceptance -> acceptance.value.equals(value))
                    .findFirst();
        }
    }

    /** Whether any are accepted. */
    public boolean acceptsAny() {
        return acceptance != Acceptance.OFF;
    }

    /** Whether the JWT is verified by the profile of ID-JAGs, and not by that of ordinary assertions. */
    public boolean applies(UnverifiedJwt jwt) {
        return switch (acceptance) {
            case OFF -> false;
            case ACCEPTED ->
                jwt.header().type().filter(TokenTypes.ID_JAG::equals).isPresent();
            case ONLY -> true;
        };
    }
}
