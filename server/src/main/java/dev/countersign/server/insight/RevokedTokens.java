package dev.countersign.server.insight;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.function.LongFunction;

/** The access tokens and refresh tokens that were issued, as far as many of them are revoked at once. */
public interface RevokedTokens {

    /** Whose tokens are meant. */
    sealed interface Whose {
        /** Those given for assertions of an issuer. */
        record OfIssuer(IssuerId issuer) implements Whose {}

        /** Those given to an application. */
        record OfApplication(ApplicationId application) implements Whose {}

        /** Those that name a subject, exactly. */
        record OfSubject(String subject) implements Whose {}
    }

    /**
     * How many of them are valid now.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    long live(Whose whose, Instant now);

    /**
     * Revokes all of them and records one event, in one transaction that is on disk on return.
     *
     * @param event is told how many there were
     * @return how many there were
     * @throws StoreUnavailableException when it cannot be written, or not in time
     */
    long revoke(Whose whose, Instant now, LongFunction<AdminEvent> event);
}
