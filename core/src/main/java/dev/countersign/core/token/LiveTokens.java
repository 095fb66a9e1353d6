package dev.countersign.core.token;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JoseHeader;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.TokenId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges whether an access token of ours is valid now. A signature and a date are not enough: the token must be on record
 * and not revoked, and its application and its issuer must still be enabled (RFC 7662 §2.2).
 */
public final class LiveTokens {
    /** Those of {@link AccessTokenTyp}, also with the prefix that RFC 7515 §4.1.9 lets a sender write. */
    private static final List<String> TYPES = List.of("at+jwt", "application/at+jwt", "JWT", "application/jwt");

    private static final TokenState DEAD = new TokenState.Dead();

    private final IssuerIdentifier self;
    private final SigningKeys keys;
    private final TokenRecords records;
    private final TokenBacking backing;
    private final InstantSource clock;

    public LiveTokens(
            IssuerIdentifier self, SigningKeys keys, TokenRecords records, TokenBacking backing, InstantSource clock) {
        this.self = self;
        this.keys = keys;
        this.records = records;
        this.backing = backing;
        this.clock = clock;
    }

    /** What the text is worth. */
    public TokenState judge(String token) {
        return token.indexOf('.') < 0 ? opaque(token) : jwt(token);
    }

    private TokenState opaque(String token) {
        return judge(
                records.find(Sha256.ofUtf8(token)),
                record -> record.form() instanceof TokenForm.Opaque opaque
                        ? new TokenState.Live(record, AccessTokenClaims.of(self, record, opaque.claims()))
                        : DEAD);
    }

    private TokenState jwt(String token) {
        return switch (CompactJws.read(token)) {
            case JwsReading.Read(var jws) -> signedByUs(jws) ? byClaims(jws.claims()) : DEAD;
            case JwsReading.Unreadable _, JwsReading.Encrypted _ -> DEAD;
        };
    }

    private boolean signedByUs(CompactJws jws) {
        JoseHeader header = jws.header();
        if (header.critical().isPresent()
                || !header.type().map(LiveTokens::isAccessToken).orElse(false)) {
            return false;
        }
        Optional<SigningKey> key = header.keyId().flatMap(this::published);
        return key.isPresent()
                && Algorithm.of(header.algorithm())
                        .filter(key.get().algorithm()::equals)
                        .isPresent()
                && jws.isSignedBy(key.get().verificationKey(), key.get().algorithm());
    }

    private static boolean isAccessToken(String type) {
        return TYPES.stream().anyMatch(type::equalsIgnoreCase);
    }

    private Optional<SigningKey> published(String keyId) {
        return keys.published().stream()
                .filter(key -> key.keyId().equals(keyId))
                .findFirst();
    }

    private TokenState byClaims(Map<String, Object> claims) {
        boolean current =
                claims.get("exp") instanceof Long exp && clock.instant().getEpochSecond() < exp;
        if (!current || !self.value().equals(claims.get("iss"))) {
            return DEAD;
        }
        return claims.get("jti") instanceof String id && !id.isEmpty()
                ? judge(
                        records.find(new TokenId(id)),
                        record -> record.form() instanceof TokenForm.Jwt ? new TokenState.Live(record, claims) : DEAD)
                : DEAD;
    }

    private TokenState judge(TokenRecords.Lookup lookup, Function<IssuedToken, TokenState> live) {
        return switch (lookup) {
            case TokenRecords.Lookup.Found(IssuedToken token, boolean revoked) ->
                !revoked
                                && clock.instant().isBefore(token.expiresAt())
                                && backing.stands(token.application(), token.clientId(), token.issuer())
                        ? live.apply(token)
                        : DEAD;
            case TokenRecords.Lookup.None() -> DEAD;
            case TokenRecords.Lookup.Unavailable(var retryAfter) -> new TokenState.Unknown(retryAfter);
        };
    }
}
