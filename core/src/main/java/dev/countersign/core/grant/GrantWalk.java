package dev.countersign.core.grant;

import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Check sequence of a grant, which also receives the issuer of the grant. */
public interface GrantWalk extends CheckWalk {

    /**
     * Reports the trusted token issuer.
     *
     * @param label the name of the stage in the audit
     */
    void resolved(IssuerPolicy issuer, String label);

    /** Reports the profile by which what is presented is verified. */
    void verifiesBy(GrantProfile profile);

    /** Check sequence of a token request. */
    final class OfRequest extends FirstRefusal implements GrantWalk {
        private final Stage.PossessionProven before;
        private Stage.@Nullable IssuerResolved resolved;

        OfRequest(Stage.PossessionProven before) {
            this.before = before;
        }

        @Override
        public void resolved(IssuerPolicy issuer, String label) {
            resolved = new Stage.IssuerResolved(before, issuer, label, Optional.empty());
        }

        @Override
        public void verifiesBy(GrantProfile profile) {
            if (resolved != null) {
                resolved = new Stage.IssuerResolved(before, resolved.policy(), resolved.label(), Optional.of(profile));
            }
        }

        /** The last stage before the refusal. */
        Stage reached() {
            return resolved == null ? before : resolved;
        }
    }
}
