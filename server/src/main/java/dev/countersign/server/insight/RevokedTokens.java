package dev.countersign.server.insight;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.function.LongFunction;

/** The issued access tokens and refresh tokens, for revoking many at once. */
public interface RevokedTokens {

    /** Selection of tokens. */
    sealed interface Whose {
        /** Tokens issued for assertions of an issuer. */
        record OfIssuer(IssuerId issuer) implements Whose {}

        /** Tokens issued to an application. */
        record OfApplication(ApplicationId application) implements Whose {}

        /** Tokens whose subject equals the given one. */
        record OfSubject(String subject) implements Whose {}
    }

    /**
     * Revokes all of the selected tokens that are valid now and records one event, in one transaction that is on disk on return.
     *
     * @param event receives their number
     * @return their number
     * @throws StoreUnavailableException when it cannot be written, or not in time
     */
    long revoke(Whose whose, Instant now, LongFunction<AdminEvent> event);
}
