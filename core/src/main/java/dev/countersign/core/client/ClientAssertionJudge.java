package dev.countersign.core.client;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.jwt.JwtVerifier;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifier of client assertions (RFC 7523 §2.2): the verifier of all JWTs, with the profile of RFC 10070 §4. The ledger
 * checks whether an assertion was used before, when it is redeemed together with the grant.
 */
final class ClientAssertionJudge {
    /** A client assertion is created for one request (RFC 7523 §3 (4)); its age is limited by its lifetime. */
    private static final JwtProfile.Times TIMES =
            new JwtProfile.Times(Duration.ofSeconds(30), Duration.ofHours(1), Optional.empty(), false);

    /** RFC 10070 §4: the client's own type, or none with another meaning. */
    private static final JwtProfile.Types TYPES =
            new JwtProfile.Types(List.of("client-authentication+jwt"), List.of(), true);

    private static final Set<Algorithm> ANY = Set.of(Algorithm.values());

    private final VerificationKeys keys;

    ClientAssertionJudge(VerificationKeys keys) {
        this.keys = keys;
    }

    /** The application that signed the assertion, and the verified assertion. */
    record Proof(RegisteredClient client, VerifiedJwt assertion) {}

    /** @param found the application that the assertion names as its issuer, if there is one */
    Ruling<Proof> judge(UnverifiedJwt assertion, Optional<RegisteredClient> found, ServerIdentity self, Instant now) {
        if (found.isEmpty()) {
            return unproven(ClientRejection.Failure.CLIENT_UNKNOWN);
        }
        RegisteredClient client = found.get();
        if (client.credentials().authenticationMethod() != AuthenticationMethod.PRIVATE_KEY_JWT) {
            return unproven(ClientRejection.Failure.METHOD_NOT_REGISTERED);
        }
        Optional<KeyOwner> signer = client.keyOwner();
        if (signer.isEmpty()) {
            return unproven(ClientRejection.Failure.NO_KEYS);
        }
        var facts = new JwtFacts(assertion, profile(client, self), now);
        return accepted(JwtVerifier.verify(facts, keys.of(signer.get()))).then(verified -> ofClient(client, verified));
    }

    private static Ruling<Proof> ofClient(RegisteredClient client, VerifiedJwt assertion) {
        if (!client.enabled()) {
            return unproven(ClientRejection.Failure.CLIENT_DISABLED);
        }
        // RFC 7523 §3 (2) B
        return assertion.claims().subject().equals(Optional.of(client.clientId().value()))
                ? Ruling.granted(new Proof(client, assertion))
                : unproven(ClientRejection.Failure.SUBJECT_NOT_CLIENT);
    }

    /**
     * RFC 10070 §4: in client assertions the issuer identifier names this server, and the URL of the token endpoint
     * does not.
     */
    private static JwtProfile profile(RegisteredClient client, ServerIdentity self) {
        return new JwtProfile(
                TYPES,
                client.credentials().assertionAlgorithm().map(Set::of).orElse(ANY),
                new JwtProfile.Audiences(List.of(self.issuer().value()), true),
                TIMES,
                true,
                HeaderChecks.ALL,
                ClaimChecks.ALL);
    }

    /**
     * Unavailable keys are reported like every other failure: the caller is unauthenticated, and a different response
     * would reveal that the client exists and how it authenticates.
     */
    private static <T> Ruling<T> accepted(Ruling<T> ruling) {
        return ruling.because(ClientRejection.AssertionNotAccepted::new);
    }

    private static Ruling<Proof> unproven(ClientRejection.Failure failure) {
        return Ruling.refused(new ClientRejection.Unauthenticated(failure));
    }
}
