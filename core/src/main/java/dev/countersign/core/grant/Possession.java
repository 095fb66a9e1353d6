package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.dpop.DpopVerifier;
import dev.countersign.core.dpop.ProofTarget;
import dev.countersign.core.dpop.VerifiedProof;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.rejection.CertificateRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.DpopRejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The second phase of a token request: proof of possession of the keys to which the token will be bound. */
public final class Possession {
    private static final String SHOWN = "The connection shows the certificate to which the token is bound";
    private static final String SAME = "The connection shows the certificate to which the grant is bound";
    private static final String NO_CONNECTION = "an explanation has no connection that could show a certificate";

    private final DpopVerifier proofs;

    public Possession(DpopVerifier proofs) {
        this.proofs = proofs;
    }

    /** The nonce for the next proof; empty when none is required. */
    Optional<String> nonce(InstantSource clock) {
        return proofs.nonce(clock);
    }

    /**
     * Verifies the proof of a request, which is required where the application says so, and always judged if it is
     * there (RFC 9449 §5).
     *
     * @param client empty only in an explanation
     */
    public Optional<VerifiedProof> prove(
            List<String> presented,
            Optional<RegisteredClient> client,
            TrustSnapshot trust,
            Instant now,
            CheckWalk walk) {
        var target = ProofTarget.tokenEndpoint(trust.tokenEndpoints());
        boolean required = client.filter(RegisteredClient::requiresProof).isPresent();
        return proofs.verify(presented, target, required, now, walk);
    }

    /** Checks that there is a certificate to which the token is bound, where the application says so (RFC 8705 §3.4). */
    static void show(Optional<ClientCertificate> certificate, RegisteredClient client, CheckWalk walk) {
        if (client.bindsCertificates()) {
            walk.note(
                    RejectionCode.CLIENT_CERTIFICATE_MISSING,
                    SHOWN,
                    CheckOutcome.of(certificate.isPresent(), CertificateRejection.NothingToBind::new));
        }
    }

    /** Reports that an explanation cannot check the certificate by which the client authenticates. */
    public static void skipAuthentication(CheckWalk walk) {
        walk.skip(
                RejectionCode.CLIENT_CERTIFICATE_MISSING,
                "The connection shows the certificate of the application",
                NO_CONNECTION);
        walk.skip(
                RejectionCode.CLIENT_CERTIFICATE_MISMATCH,
                "The certificate is valid and the one that is registered",
                NO_CONNECTION);
    }

    /** Reports that an explanation cannot check {@link #show}, where that would be checked. */
    public static void skipShow(RegisteredClient client, CheckWalk walk) {
        if (client.bindsCertificates()) {
            walk.skip(RejectionCode.CLIENT_CERTIFICATE_MISSING, SHOWN, NO_CONNECTION);
        }
    }

    /** Checks that the grant is not bound to other keys than those proven (RFC 9449 §5, RFC 8705 §4). */
    static void match(Entitlement entitlement, Confirmation proven, CheckWalk walk) {
        matchKeys(entitlement, proven, walk);
        Optional<String> certificate = entitlement.boundTo().certificate();
        if (certificate.isPresent() && walk.goesOn()) {
            walk.note(
                    RejectionCode.CLIENT_CERTIFICATE_MISMATCH,
                    SAME,
                    CheckOutcome.of(
                            certificate.equals(proven.certificate()),
                            () -> new CertificateRejection.OfAnotherGrant(
                                    "the certificate " + certificate.get(),
                                    proven.certificate()
                                            .map("the certificate "::concat)
                                            .orElse("no certificate"))));
        }
    }

    /** The same in an explanation, which cannot check certificates. */
    public static void dryMatch(Entitlement entitlement, Confirmation proven, CheckWalk walk) {
        matchKeys(entitlement, proven, walk);
        if (entitlement.boundTo().certificate().isPresent()) {
            walk.skip(RejectionCode.CLIENT_CERTIFICATE_MISMATCH, SAME, NO_CONNECTION);
        }
    }

    private static void matchKeys(Entitlement entitlement, Confirmation proven, CheckWalk walk) {
        Confirmation boundTo = entitlement.boundTo().withoutCertificate();
        if (!boundTo.isNone()) {
            walk.note(
                    RejectionCode.DPOP_KEY_MISMATCH,
                    "The request proves possession of the key to which the grant is bound",
                    CheckOutcome.of(
                            boundTo.isMetBy(proven),
                            () -> new DpopRejection.KeyMismatch(words(boundTo), words(proven))));
        }
    }

    private static String words(Confirmation confirmation) {
        return confirmation.isNone() ? "no proof of possession" : "the key " + confirmation.members();
    }
}
