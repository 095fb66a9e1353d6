package dev.countersign.core.client;

import dev.countersign.core.jose.certificate.CertificateName;
import dev.countersign.core.jose.certificate.ClientAuthorities;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.key.Label;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.rejection.CertificateRejection;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.ClientRejection.Failure;
import dev.countersign.core.rejection.Ruling;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifier of clients that authenticate by the certificate of their connection (RFC 8705 §2). The handshake has shown
 * that the client has the key of the certificate.
 */
final class CertificateJudge {
    private final VerificationKeys keys;
    private final Supplier<ClientAuthorities> authorities;

    /** @param authorities those trusted at the moment */
    CertificateJudge(VerificationKeys keys, Supplier<ClientAuthorities> authorities) {
        this.keys = keys;
        this.authorities = authorities;
    }

    /** The application with this client id, if the certificate is its own. */
    Ruling<RegisteredClient> judge(
            ClientAuthentication.Named presented, Optional<RegisteredClient> registered, Instant now) {
        if (registered.isEmpty()) {
            return unproven(Failure.CLIENT_UNKNOWN);
        }
        RegisteredClient client = registered.get();
        if (!client.credentials().authenticationMethod().usesCertificate()) {
            return unproven(Failure.CREDENTIALS_MISSING);
        }
        if (presented.certificate().isEmpty()) {
            return Ruling.refused(new CertificateRejection.Missing());
        }
        ClientCertificate certificate = presented.certificate().get();
        Optional<CertificateRejection> mismatch =
                client.credentials().authenticationMethod() == AuthenticationMethod.TLS_CLIENT_AUTH
                        ? ofAuthority(client, certificate, now)
                        : ofClient(client, certificate, now);
        if (mismatch.isPresent()) {
            return Ruling.refused(mismatch.get());
        }
        return client.enabled() ? Ruling.granted(client) : unproven(Failure.CLIENT_DISABLED);
    }

    private Optional<CertificateRejection> ofAuthority(
            RegisteredClient client, ClientCertificate certificate, Instant now) {
        Optional<String> refusal = authorities.get().refusal(certificate, now);
        if (refusal.isPresent()) {
            return mismatch("a valid certificate of a trusted authority", certificate, refusal.get());
        }
        Optional<CertificateName> name = client.credentials().certificate().name();
        return name.filter(certificate::hasName).isPresent()
                ? Optional.empty()
                : mismatch(
                        name.map(wanted -> "a certificate with the "
                                        + wanted.kind().words() + " " + wanted.text())
                                .orElse("an application with a registered name"),
                        certificate,
                        "does not have this name");
    }

    private Optional<CertificateRejection> ofClient(
            RegisteredClient client, ClientCertificate certificate, Instant now) {
        Optional<String> refusal = certificate.unusableAt(now);
        if (refusal.isPresent()) {
            return mismatch("a valid certificate", certificate, refusal.get());
        }
        String expected = "a certificate in x5c of the application's JWK set";
        return client.keyOwner()
                .<Optional<CertificateRejection>>map(owner -> switch (keys.find(owner, certificate)) {
                    case KeyLookup.Found _ -> Optional.empty();
                    case KeyLookup.NotFetched(String reason) ->
                        mismatch(expected, certificate, "cannot be compared: " + reason);
                    case KeyLookup.Unavailable(String lastError, var _) ->
                        mismatch(expected, certificate, "cannot be compared: " + lastError);
                    case KeyLookup.NotFound _, KeyLookup.Unusable _ ->
                        mismatch(expected, certificate, "is not in the set");
                })
                .orElseGet(() -> mismatch(expected, certificate, "is not in the set: there is none"));
    }

    private static Optional<CertificateRejection> mismatch(
            String expected, ClientCertificate certificate, String clause) {
        return Optional.of(new CertificateRejection.Mismatch(
                expected, "the certificate %s %s".formatted(Label.of(certificate.subject()), clause)));
    }

    private static <T> Ruling<T> unproven(Failure failure) {
        return Ruling.refused(new ClientRejection.Unauthenticated(failure));
    }
}
