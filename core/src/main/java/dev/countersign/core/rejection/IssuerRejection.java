package dev.countersign.core.rejection;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import java.util.Optional;

/** A refusal of the assertion's issuer; the public response is the same for all reasons (RFC 7523 §3 (1)). */
public sealed interface IssuerRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Unknown _ -> RejectionCode.ISSUER_UNKNOWN;
            case NotForExchange _ -> RejectionCode.ISSUER_UNKNOWN;
            case Disabled _ -> RejectionCode.ISSUER_DISABLED;
            case NotAllowedForClient _ -> RejectionCode.ISSUER_NOT_ALLOWED_FOR_CLIENT;
            case IsOurselves _ -> RejectionCode.ISSUER_IS_OURSELVES;
        };
    }

    /**
     * An {@code iss} value that is not registered.
     *
     * @param near a registered value that differs only slightly
     */
    record Unknown(IssuerIdentifier issuer, Optional<NearMiss> near) implements IssuerRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    near.map(miss -> "a registered issuer, such as " + miss.wanted())
                            .orElse("the issuer value of a trusted token issuer"),
                    issuer.value(),
                    near.map(miss -> miss.sentence() + " ").orElse("") + code().remedy());
        }
    }

    /** A disabled trusted token issuer. */
    record Disabled(IssuerId id, String name) implements IssuerRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("an enabled issuer", name + " is disabled", code().remedy());
        }
    }

    /** A trusted token issuer that this application may not use. */
    record NotAllowedForClient(IssuerId id, String name) implements IssuerRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("an issuer among the application's trusted_token_issuers", name, code().remedy());
        }
    }

    /** A trusted token issuer whose tokens are not accepted in a token exchange. */
    record NotForExchange(IssuerId id, String name) implements IssuerRejection {
        public static final String EXPECTED = "an issuer with token_exchange.enabled";

        @Override
        public Evidence evidence() {
            return new Evidence(
                    EXPECTED,
                    name + ", without it",
                    "Enable token_exchange of the issuer, or present the token as an assertion (jwt-bearer).");
        }
    }

    /** This server's own issuer identifier: its tokens are never assertions (RFC 8725 §3.12). */
    record IsOurselves() implements IssuerRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a third party as issuer", "this server's own issuer identifier", code().remedy());
        }
    }
}
