package dev.countersign.bench.steps;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.MemoryRefreshTokens;
import dev.countersign.core.fixtures.MemoryTokens;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleProofs;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksStore;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeyringPorts;
import dev.countersign.core.keys.StoredJwks;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.trust.TrustedIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a token endpoint without cost: a ledger and an audit that store nothing, and a clock that stands still.
 * The fixtures of the tests store everything, and would fill the memory. The keyring is that of the product, with the
 * issuer's JWK set fetched.
 */
final class QuietPorts {
    private QuietPorts() {}

    static TokenEndpoint.Ports around(TrustedIssuer issuer, RegisteredClient client, SigningKeys ours) {
        var trust = SampleServer.trust(List.of(issuer), List.of(client));
        var clock = new SettableClock(SampleExchange.NOW);
        return new TokenEndpoint.Ports(
                () -> trust,
                keyring(clock),
                new NoLedger(),
                new MemoryRefreshTokens(),
                ours,
                SampleProofs.ordinary(),
                new LiveTokens(ours, new MemoryTokens(), clock),
                new LastEvent(),
                clock);
    }

    private static VerificationKeys keyring(InstantSource clock) {
        byte[] jwks = JsonText.write(
                Map.of("keys", List.of(SampleKeys.ofThirdParty(Algorithm.RS256).publicJwk())));
        return new Keyring(new KeyringPorts(
                _ -> new FetchOutcome.Fetched<>(jwks, Duration.ZERO),
                new NoStore(),
                (_, _) -> {},
                clock,
                Runnable::run,
                new AtomicInteger()));
    }

    /** Ledger that reports success and stores nothing. */
    private static final class NoLedger implements TokenLedger {
        private static final Redemption RECORDED = new Redemption.Recorded();

        @Override
        public Redemption redeem(
                List<ReplayKey> replayKeys,
                IssuedToken token,
                Optional<FirstRefreshToken> refreshToken,
                List<IssuerSubject> actors) {
            return RECORDED;
        }

        @Override
        public Redemption spend(List<ReplayKey> replayKeys, List<IssuerSubject> subjects, Instant at) {
            return RECORDED;
        }

        @Override
        public Redemption peek(List<ReplayKey> replayKeys) {
            return RECORDED;
        }

        @Override
        public Redemption peek(IssuerSubject subject, Instant at) {
            return RECORDED;
        }
    }

    /** Port that keeps the last event, so that the compiler cannot eliminate events as unused. */
    private static final class LastEvent implements TokenEvents {
        @SuppressWarnings("UnusedVariable") // the field exists only to be written
        private @Nullable TokenEvent last;

        @Override
        public void record(TokenEvent event) {
            last = event;
        }
    }

    /** Store without JWK sets. */
    private static final class NoStore implements JwksStore {
        @Override
        public Optional<StoredJwks> load(KeyOwnerId issuer, URI url) {
            return Optional.empty();
        }

        @Override
        public void save(KeyOwnerId issuer, URI url, byte[] json, Instant fetchedAt) {
            // The keyring keeps the set in memory.
        }

        @Override
        public void delete(KeyOwnerId issuer) {
            // There is nothing to delete.
        }
    }
}
