package dev.countersign.server.insight;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;

/** Certificate or secret that expires soon or has expired, and may still be needed. */
public sealed interface Expiring {

    /** Time of expiry. */
    Instant at();

    /**
     * A certificate of a trusted token issuer.
     *
     * @param label its display name
     * @param outlasted whether the issuer has another one that is valid for longer
     */
    record IssuerCertificate(TrustedIssuer issuer, String label, Instant at, boolean outlasted) implements Expiring {}

    /**
     * A secret of an application.
     *
     * @param outlasted whether the application has another one that is valid for longer
     */
    record ApplicationSecret(RegisteredClient application, String secretId, Instant at, boolean outlasted)
            implements Expiring {}

    /** The server's own TLS certificate. */
    record OwnCertificate(Instant at) implements Expiring {}
}
