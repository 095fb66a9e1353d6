package dev.countersign.core.grant;

import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.trust.IssuerPolicy;
import org.jspecify.annotations.Nullable;

/** The walk over the checks of a grant, which also learns whose word the grant is based on. */
public interface GrantWalk extends CheckWalk {

    /**
     * Takes note of the trusted token issuer.
     *
     * @param label the name of what was reached, in the audit
     */
    void resolved(IssuerPolicy issuer, String label);

    /** The walk of a token request. */
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

        /** How far the request came before it was refused. */
        Stage reached() {
            return resolved == null ? before : resolved;
        }
    }
}
