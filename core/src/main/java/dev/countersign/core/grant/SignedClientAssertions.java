package dev.countersign.core.grant;

import dev.countersign.core.assertion.AssertionCheck;
import dev.countersign.core.assertion.AssertionFacts;
import dev.countersign.core.assertion.AssertionVerifier;
import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.assertion.ClaimCheck;
import dev.countersign.core.assertion.HeaderCheck;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.assertion.UnverifiedAssertion;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAssertions;
import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
import dev.countersign.core.issuer.IssuerKeys;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The judge of client assertions: the same strict reading, keys, checks and ledger as for grants, with the rules of
 * RFC 10070 §4. Because both share the ledger, no JWT ever serves as both.
 */
public final class SignedClientAssertions implements ClientAssertions {
    private static final String TYPE = "client-authentication+jwt";

    private final ServerIdentity soleAudience;
    private final AssertionVerifier verifier;
    private final TokenLedger ledger;

    /** @param keys those of applications */
    public SignedClientAssertions(ServerIdentity self, IssuerKeys keys, TokenLedger ledger) {
        // RFC 10070 §4: our issuer identifier names us to a client, and the URL of the token endpoint does not
        this.soleAudience = new ServerIdentity(self.issuer(), self.asAudience());
        this.verifier = new AssertionVerifier(keys);
        this.ledger = ledger;
    }

    @Override
    public Ruling<RegisteredClient> judge(String assertion, ClientDirectory directory, Instant now) {
        return switch (UnverifiedAssertion.read(assertion)) {
            case Ruling.Refused<UnverifiedAssertion>(Rejection rejection) -> refused(rejection);
            case Ruling.Granted<UnverifiedAssertion>(UnverifiedAssertion read) -> judge(read, directory, now);
        };
    }

    private Ruling<RegisteredClient> judge(UnverifiedAssertion assertion, ClientDirectory directory, Instant now) {
        Optional<RegisteredClient> found =
                directory.client(new ClientId(assertion.issuer().value()));
        if (found.isEmpty()) {
            return unproven(ClientRejection.Failure.CLIENT_UNKNOWN);
        }
        RegisteredClient client = found.get();
        if (client.authenticationMethod() != AuthenticationMethod.PRIVATE_KEY_JWT) {
            return unproven(ClientRejection.Failure.METHOD_NOT_REGISTERED);
        }
        Optional<TrustedIssuer> party = SigningClients.asIssuer(client);
        if (party.isEmpty()) {
            return unproven(ClientRejection.Failure.NO_KEYS);
        }
        var facts = new AssertionFacts(assertion, party.get(), soleAudience, SigningClients.ISSUED_AT, now);
        Optional<Rejection> refusal = firstFailure(headerChecks(assertion), facts)
                .or(() -> signature(facts))
                .or(() -> firstFailure(Stream.of(ClaimCheck.values()), facts));
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (!client.enabled()) {
            return unproven(ClientRejection.Failure.CLIENT_DISABLED);
        }
        // RFC 7523 §3 (2) B
        if (!assertion.asserted().subject().equals(Optional.of(client.clientId().value()))) {
            return unproven(ClientRejection.Failure.SUBJECT_NOT_CLIENT);
        }
        return spend(facts).map(SignedClientAssertions::refused).orElseGet(() -> Ruling.granted(client));
    }

    /** RFC 10070 §4: the client's own type, or none that says anything else. */
    private static Stream<HeaderCheck> headerChecks(UnverifiedAssertion assertion) {
        boolean typed =
                assertion.header().type().filter(SignedClientAssertions::isOurs).isPresent();
        return Stream.of(HeaderCheck.values()).filter(check -> !typed || check != HeaderCheck.TYPE_ALLOWED);
    }

    private static boolean isOurs(String type) {
        return type.equalsIgnoreCase(TYPE) || type.equalsIgnoreCase("application/" + TYPE);
    }

    private static Optional<Rejection> firstFailure(Stream<? extends AssertionCheck> checks, AssertionFacts facts) {
        return checks.map(check -> check.judge(facts))
                .filter(CheckOutcome.Failed.class::isInstance)
                .map(outcome -> ((CheckOutcome.Failed) outcome).rejection())
                .findFirst();
    }

    private Optional<Rejection> signature(AssertionFacts facts) {
        return verifier.signature(facts) instanceof Ruling.Refused<VerificationKey>(Rejection rejection)
                ? Optional.of(rejection)
                : Optional.empty();
    }

    /** Once, in the ledger that grants use too. */
    private Optional<Rejection> spend(AssertionFacts facts) {
        Instant expiresAt = facts.assertion().asserted().expiry().orElseThrow();
        ReplayKey key = Replay.key(facts.assertion(), expiresAt, facts.issuer());
        return Replay.refusal(ledger.spend(key), () -> Replay.describe(facts.assertion()));
    }

    /**
     * Keys that cannot be had are told as every other failure: the caller is unproven, and another answer would say that
     * the client exists and how it authenticates. What happens after the proof, in the ledger, is told as it is.
     */
    private static Ruling<RegisteredClient> refused(Rejection rejection) {
        boolean afterProof = rejection instanceof DependencyRejection
                && !(rejection instanceof DependencyRejection.IssuerKeysUnavailable);
        return Ruling.refused(afterProof ? rejection : new ClientRejection.AssertionNotAccepted(rejection));
    }

    private static Ruling<RegisteredClient> unproven(ClientRejection.Failure failure) {
        return Ruling.refused(new ClientRejection.Unauthenticated(failure));
    }
}
