package dev.countersign.server.people.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.countersign.core.jose.key.Base64Url;
import java.util.List;
import java.util.Optional;

/**
 * Verification of ceremonies by WebAuthn4J: registration (WebAuthn Level 3 §7.1) and authentication (§7.2). Users are
 * always verified by their authenticator. Statements about its model (attestation) are neither asked for nor trusted.
 */
final class Ceremonies {
    private static final boolean USER_VERIFIED = true;

    private final RelyingParty party;

    Ceremonies(RelyingParty party) {
        this.party = party;
    }

    /** The library, which is loaded with the first ceremony. */
    static final class Library {
        static final ObjectConverter CONVERTER = new ObjectConverter();
        static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
        static final AttestedCredentialDataConverter CREDENTIALS = new AttestedCredentialDataConverter(CONVERTER);

        private Library() {}
    }

    /** ES256, Ed25519 and RS256 in the registry of COSE algorithms, in the order of preference. */
    static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    /** Public facts of a new credential. */
    record Credential(PasskeyId id, String text, long counter, boolean backupEligible) {}

    /** Result of a ceremony: the verified value, or a word for the audit that says why there is none. */
    sealed interface Verdict<T> {
        record Valid<T>(T value) implements Verdict<T> {}

        record Refused<T>(Refusal refusal) implements Verdict<T> {}
    }

    /** Reason of a refusal. */
    enum Refusal {
        ORIGIN,
        RELYING_PARTY,
        USER_NOT_VERIFIED,
        SIGNATURE,
        SIGNATURE_COUNTER,
        INVALID;

        private static Refusal of(VerificationException problem) {
            return switch (problem) {
                case BadOriginException _ -> ORIGIN;
                case BadRpIdException _ -> RELYING_PARTY;
                case UserNotVerifiedException _ -> USER_NOT_VERIFIED;
                case BadSignatureException _ -> SIGNATURE;
                case MaliciousCounterValueException _ -> SIGNATURE_COUNTER;
                default -> INVALID;
            };
        }
    }

    /** Verifies a registration whose challenge has been accepted. */
    Verdict<Credential> verify(RegistrationData data, Challenge accepted) {
        List<PublicKeyCredentialParameters> algorithms = ALGORITHMS.stream()
                .map(number -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(number)))
                .toList();
        try {
            var _ = Library.MANAGER.verify(
                    data, new RegistrationParameters(property(accepted), algorithms, USER_VERIFIED));
        } catch (VerificationException invalid) {
            return new Verdict.Refused<>(Refusal.of(invalid));
        }
        return Optional.ofNullable(data.getAttestationObject())
                .map(object -> object.getAuthenticatorData())
                .flatMap(Ceremonies::credential)
                .<Verdict<Credential>>map(Verdict.Valid::new)
                .orElseGet(() -> new Verdict.Refused<>(Refusal.INVALID));
    }

    private static Optional<Credential> credential(AuthenticatorData<?> data) {
        return Optional.ofNullable(data.getAttestedCredentialData())
                .map(attested -> new Credential(
                        PasskeyId.of(attested.getCredentialId()),
                        Base64Url.encode(Library.CREDENTIALS.convert(attested)),
                        data.getSignCount(),
                        data.isFlagBE()));
    }

    /** Verifies an authentication by this passkey whose challenge has been accepted; returns the signature counter. */
    Verdict<Long> verify(AuthenticationData data, Challenge accepted, Passkey passkey) {
        byte[] stored = Base64Url.decode(passkey.credential())
                .orElseThrow(() -> new IllegalStateException("the stored credential is not in base64url"));
        var known = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                USER_VERIFIED,
                passkey.backupEligible(),
                null,
                passkey.counter(),
                Library.CREDENTIALS.convert(stored),
                null,
                null,
                null,
                null);
        try {
            var _ = Library.MANAGER.verify(
                    data,
                    new AuthenticationParameters(
                            property(accepted), known, List.of(data.getCredentialId()), USER_VERIFIED));
        } catch (VerificationException invalid) {
            return new Verdict.Refused<>(Refusal.of(invalid));
        }
        return new Verdict.Valid<>(
                Optional.ofNullable(data.getAuthenticatorData()).orElseThrow().getSignCount());
    }

    private ServerProperty property(Challenge accepted) {
        return ServerProperty.builder()
                .origin(Origin.create(party.origin()))
                .rpId(party.id())
                .challenge(accepted)
                .build();
    }
}
