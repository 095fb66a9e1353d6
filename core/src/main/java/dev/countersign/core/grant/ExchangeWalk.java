package dev.countersign.core.grant;

import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.ExchangeRejection;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.IssuerPolicy;

/**
 * Check sequence of a JWT in a token exchange. Its faults are faults of the request (RFC 8693 §2.2.2); refusals of policy
 * remain what they are. The issuer of the subject token is the one of the request.
 */
record ExchangeWalk(GrantWalk walk, Role role) implements GrantWalk {
    @Override
    public boolean note(RejectionCode code, String title, CheckOutcome outcome) {
        return walk.note(code, role.title(title), outcome.because(ExchangeWalk::inExchange));
    }

    static Rejection inExchange(Rejection rejection) {
        return rejection instanceof IssuerRejection || rejection instanceof AssertionRejection
                ? new ExchangeRejection.NotAccepted(rejection)
                : rejection;
    }

    @Override
    public boolean hasFailed() {
        return walk.hasFailed();
    }

    @Override
    public boolean goesOn() {
        return walk.goesOn();
    }

    @Override
    public void verifiesBy(GrantProfile profile) {
        // a token exchange has no profile
    }

    @Override
    public void resolved(IssuerPolicy issuer, String label) {
        if (role == Role.SUBJECT) {
            walk.resolved(issuer, label);
        }
    }

    /** Role of a token that is presented in a token exchange (RFC 8693 §2.1). */
    enum Role {
        SUBJECT("subject_token", "The subject token"),
        ACTOR("actor_token", "The actor token");

        private static final String ASSERTION = "The assertion";

        private final String parameter;
        private final String words;

        Role(String parameter, String words) {
            this.parameter = parameter;
            this.words = words;
        }

        /** The name of the parameter. */
        String parameter() {
            return parameter;
        }

        /** The token as the first words of a sentence. */
        String words() {
            return words;
        }

        /** The title of a check of assertions, for a token in this role. */
        String title(String ofAssertions) {
            if (ofAssertions.contains(ASSERTION)) {
                return ofAssertions.replace(ASSERTION, words);
            }
            return this == SUBJECT ? ofAssertions : ofAssertions + " (actor token)";
        }
    }
}
