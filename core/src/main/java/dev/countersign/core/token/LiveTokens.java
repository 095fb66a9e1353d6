package dev.countersign.core.token;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.jwt.JwtVerifier;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.keys.SignerKeys;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Check whether an access token of this server is valid now. A signature and a date are not sufficient: the token must
 * be on record and not revoked, and its application and its issuer must still be enabled (RFC 7662 §2.2).
 */
public final class LiveTokens {
    /** Rules for the server's own tokens: exact times, and a type of {@link AccessTokenTyp}. */
    private static final JwtProfile PROFILE = new JwtProfile(
            new JwtProfile.Types(
                    Arrays.stream(AccessTokenTyp.values())
                            .map(AccessTokenTyp::value)
                            .toList(),
                    List.of(),
                    false),
            Set.of(Algorithm.values()),
            new JwtProfile.Audiences(List.of(), false),
            new JwtProfile.Times(Duration.ZERO, Duration.ZERO, Optional.empty(), false),
            true,
            HeaderChecks.ALL,
            List.of(ClaimChecks.EXPIRY_PRESENT, ClaimChecks.NOT_EXPIRED, ClaimChecks.IDENTIFIED));

    private static final TokenState DEAD = new TokenState.Dead();

    private final SignerKeys keys;
    private final TokenRecords records;
    private final InstantSource clock;

    public LiveTokens(SigningKeys keys, TokenRecords records, InstantSource clock) {
        this.keys = new OwnKeys(keys);
        this.records = records;
        this.clock = clock;
    }

    /** The state of the token in this text, at the server with this snapshot. */
    public TokenState judge(TrustSnapshot trust, String token) {
        return token.indexOf('.') < 0 ? opaque(trust, token) : jwt(trust, token);
    }

    private TokenState opaque(TrustSnapshot trust, String token) {
        return judge(
                trust,
                records.find(Sha256.ofUtf8(token)),
                record -> record.form() instanceof TokenForm.Opaque opaque
                        ? new TokenState.Live(
                                record, AccessTokenClaims.of(trust.identity().issuer(), record, opaque.claims()))
                        : DEAD);
    }

    private TokenState jwt(TrustSnapshot trust, String token) {
        return UnverifiedJwt.read(token)
                .then(jwt -> JwtVerifier.verify(new JwtFacts(jwt, PROFILE, clock.instant()), keys))
                .toOptional()
                .filter(jwt -> jwt.unverified()
                        .issuer()
                        .toOptional()
                        .filter(trust.identity()::isOwn)
                        .isPresent())
                .map(jwt -> byClaims(trust, jwt.claims()))
                .orElse(DEAD);
    }

    private TokenState byClaims(TrustSnapshot trust, JwtClaims claims) {
        return judge(
                trust,
                records.find(new TokenId(claims.id().orElseThrow())),
                record -> record.form() instanceof TokenForm.Jwt ? new TokenState.Live(record, claims.values()) : DEAD);
    }

    private TokenState judge(TrustSnapshot trust, TokenRecords.Lookup lookup, Function<IssuedToken, TokenState> live) {
        return switch (lookup) {
            case TokenRecords.Lookup.Found(IssuedToken token, boolean revoked) ->
                !revoked
                                && clock.instant().isBefore(token.expiresAt())
                                && trust.stands(token.application(), token.clientId(), token.issuer())
                        ? live.apply(token)
                        : DEAD;
            case TokenRecords.Lookup.None() -> DEAD;
            case TokenRecords.Lookup.Unavailable(var retryAfter) -> new TokenState.Unknown(retryAfter);
        };
    }

    /** The server's own keys, each of which signs with one algorithm and is named in the header. */
    private record OwnKeys(SigningKeys keys) implements SignerKeys {
        private static final KeyLookup NONE = new KeyLookup.NotFound(List.of(), Optional.empty());

        @Override
        public String name() {
            return "this server";
        }

        @Override
        public KeyLookup find(Algorithm algorithm, Optional<String> keyId) {
            for (SigningKey key : keys.published()) {
                if (keyId.equals(Optional.of(key.keyId())) && key.algorithm() == algorithm) {
                    return new KeyLookup.Found(List.of(key.verificationKey()));
                }
            }
            return NONE;
        }
    }
}
