package dev.countersign.core.audit;

import java.util.Locale;
import java.util.function.Supplier;

/** Port to the observer of the phases of token requests: it runs each phase, within the thread of the request. */
public interface TokenRequestTrace {
    /** Observes nothing. */
    TokenRequestTrace OFF = new TokenRequestTrace() {
        @Override
        public <T> T during(Phase phase, Supplier<T> step) {
            return step.get();
        }
    };

    /** Runs a phase once and returns its result. */
    <T> T during(Phase phase, Supplier<T> step);

    /** Phase of a token request; the commit is a part of the redemption. */
    enum Phase {
        IDENTIFY_CLIENT,
        PROVE_POSSESSION,
        ENTITLE,
        AUTHORIZE,
        REDEEM,
        STORE_COMMIT,
        MINT;

        /** Its name, such as "identify client". */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
