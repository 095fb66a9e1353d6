package dev.countersign.server.management;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;

/** Something that ends soon, or has ended, and that somebody may still need. */
public sealed interface Expiring {

    /** When it ends, or ended. */
    Instant at();

    /**
     * A certificate of a trusted token issuer.
     *
     * @param label its name for people
     * @param outlasted whether the issuer has another one that is good for longer
     */
    record IssuerCertificate(TrustedIssuer issuer, String label, Instant at, boolean outlasted) implements Expiring {}

    /**
     * A secret of an application.
     *
     * @param outlasted whether the application has another one that is good for longer
     */
    record ApplicationSecret(RegisteredClient application, String secretId, Instant at, boolean outlasted)
            implements Expiring {}

    /** The certificate that this server shows to those who connect. */
    record OwnCertificate(Instant at) implements Expiring {}
}
