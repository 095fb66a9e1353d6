package dev.countersign.core.token;

import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JoseHeader;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.SigningKey;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resource server in us: verifies access tokens of our own that are meant for ourselves (RFC 9068 §4). What a valid
 * token may do is bounded by what its application may do now, so that taking a scope from an application or disabling it
 * counts for the tokens it already holds.
 */
public final class AccessTokenVerifier {
    /** RFC 9068 §2.1, and with the prefix that RFC 7515 §4.1.9 lets a sender write. */
    private static final List<String> TYPES = List.of("at+jwt", "application/at+jwt");

    private final IssuerIdentifier self;
    private final SigningKeys keys;
    private final ClientDirectory clients;
    private final Clock clock;

    public AccessTokenVerifier(IssuerIdentifier self, SigningKeys keys, ClientDirectory clients, Clock clock) {
        this.self = self;
        this.keys = keys;
        this.clients = clients;
        this.clock = clock;
    }

    /** What came of verifying a token. */
    public sealed interface Verification {
        /**
         * A token of ours, meant for us and valid now.
         *
         * @param clientId the application it was given to
         * @param scopes those of the token that the application still has
         */
        record Valid(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId) implements Verification {}

        /** Anything else; why is nobody's business outside. */
        record Invalid() implements Verification {}
    }

    /** Verifies a token as it came in a request. */
    public Verification verify(String token) {
        return switch (CompactJws.read(token)) {
            case JwsReading.Read(var jws) -> signedByUs(jws) ? claims(jws.claims()) : new Verification.Invalid();
            case JwsReading.Unreadable _, JwsReading.Encrypted _ -> new Verification.Invalid();
        };
    }

    private boolean signedByUs(CompactJws jws) {
        JoseHeader header = jws.header();
        if (header.critical().isPresent()
                || !header.type().map(AccessTokenVerifier::isAccessToken).orElse(false)) {
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

    private Verification claims(Map<String, Object> claims) {
        boolean current =
                claims.get("exp") instanceof Long exp && clock.instant().getEpochSecond() < exp;
        if (!current || !self.value().equals(claims.get("iss")) || !isForUs(claims.get("aud"))) {
            return new Verification.Invalid();
        }
        if (claims.get("sub") instanceof String subject
                && claims.get("client_id") instanceof String clientId
                && !clientId.isEmpty()
                && claims.get("jti") instanceof String id
                && !id.isEmpty()
                && claims.getOrDefault("scope", "") instanceof String scope) {
            return ofApplication(subject, new ClientId(clientId), ScopeSet.parse(scope), new TokenId(id));
        }
        return new Verification.Invalid();
    }

    private Verification ofApplication(String subject, ClientId clientId, Optional<ScopeSet> scopes, TokenId id) {
        Optional<RegisteredClient> application = clients.client(clientId).filter(RegisteredClient::enabled);
        if (application.isEmpty() || scopes.isEmpty()) {
            return new Verification.Invalid();
        }
        ScopeSet effective = scopes.get().intersect(application.get().scopes());
        return new Verification.Valid(subject, clientId, effective, id);
    }

    private boolean isForUs(@Nullable Object audience) {
        return switch (audience) {
            case String one -> one.equals(self.value());
            case List<?> several -> several.contains(self.value());
            case null, default -> false;
        };
    }
}
