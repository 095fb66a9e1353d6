package dev.countersign.server.insight;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Duration;
import java.time.Instant;

/** Certificate, secret or personal access token that expires soon or has expired, and may still be needed. */
public sealed interface Expiring {
    /** Time before the end of a certificate from which it is listed: its replacement takes an authority, or a partner. */
    Duration CERTIFICATES_AHEAD = Duration.ofDays(30);

    /** Time before the end of a secret from which it is listed. */
    Duration SECRETS_AHEAD = Duration.ofDays(14);

    /** Time before the end of a personal access token from which it is listed. */
    Duration TOKENS_AHEAD = Duration.ofDays(7);

    /** Time of expiry. */
    Instant at();

    /** Time before the expiry from which this is listed. */
    default Duration ahead() {
        return CERTIFICATES_AHEAD;
    }

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
            implements Expiring {
        @Override
        public Duration ahead() {
            return SECRETS_AHEAD;
        }
    }

    /**
     * A personal access token that is in use.
     *
     * @param name given by its person
     * @param username of its person
     */
    record UsedToken(String id, String name, String username, Instant at) implements Expiring {
        @Override
        public Duration ahead() {
            return TOKENS_AHEAD;
        }
    }

    /** The server's own TLS certificate. */
    record OwnCertificate(Instant at) implements Expiring {}

    /** The own TLS certificate of a host name of an organization. */
    record HostCertificate(String host, Instant at) implements Expiring {}

    /**
     * The certificate of an authority of client certificates.
     *
     * @param name its subject
     */
    record ClientAuthority(String name, Instant at) implements Expiring {}
}
