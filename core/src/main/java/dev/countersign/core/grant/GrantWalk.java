package dev.countersign.core.grant;

import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.trust.IssuerPolicy;
import org.jspecify.annotations.Nullable;

/** Check sequence of a grant, which also receives the issuer of the grant. */
public interface GrantWalk extends CheckWalk {

    /**
     * Reports the trusted token issuer.
     *
     * @param label the name of the stage in the audit
     */
    void resolved(IssuerPolicy issuer, String label);

    /** Check sequence of a token request. */
    final class OfRequest extends FirstRefusal implements GrantWalk {
        private final Stage.PossessionProven before;
        private Stage.@Nullable IssuerResolved resolved;

        OfRequest(Stage.PossessionProven before) {
            this.before = before;
        }

        @Override
        public void resolved(IssuerPolicy issuer, String label) {
            resolved = new Stage.IssuerResolved(before, issuer, label);
        }

        /** The last stage before the refusal. */
        Stage reached() {
            return resolved == null ? before : resolved;
        }
    }
}
