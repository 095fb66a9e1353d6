package dev.countersign.core.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Introspection of tokens for authorised callers (RFC 7662). */
public final class Introspection {
    /** RFC 9701 §5. */
    private static final String TYPE = "token-introspection+jwt";

    /** RFC 7662 §2.2: nothing else, so that no caller learns why. */
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private final LiveTokens tokens;
    private final LiveRefreshTokens refreshTokens;
    private final SigningKeys keys;
    private final InstantSource clock;

    public Introspection(LiveTokens tokens, LiveRefreshTokens refreshTokens, SigningKeys keys, InstantSource clock) {
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.keys = keys;
        this.clock = clock;
    }

    /** Caller of an introspection. */
    public sealed interface Viewer {
        /** The audience of a signed response (RFC 9701 §5). */
        String name();

        /** An administrator sees every token. */
        record Administrator(String name) implements Viewer {}

        /** An application, which may see its own tokens, and those for the audiences it may introspect. */
        record Application(RegisteredClient client) implements Viewer {
            @Override
            public String name() {
                return client.clientId().value();
            }
        }
    }

    /** The members of the response, in order. */
    public Ruling<Map<String, Object>> answer(TrustSnapshot trust, String token, Viewer viewer) {
        return switch (tokens.judge(trust, token)) {
            case TokenState.Live(IssuedToken issued, var claims)
            when maySee(viewer, issued) -> Ruling.granted(active(issued.confirmation(), claims));
            case TokenState.Live _ -> Ruling.granted(INACTIVE);
            case TokenState.Dead _ -> ofRefreshToken(trust, token, viewer);
            case TokenState.Unknown(var retryAfter) ->
                Ruling.refused(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    private Ruling<Map<String, Object>> ofRefreshToken(TrustSnapshot trust, String token, Viewer viewer) {
        return switch (refreshTokens.find(token)) {
            case RefreshTokens.Lookup.Found found
            when refreshTokens.isLive(trust, found) && maySee(viewer, found.family()) ->
                Ruling.granted(active(trust, found.family()));
            case RefreshTokens.Lookup.Found _, RefreshTokens.Lookup.None _ -> Ruling.granted(INACTIVE);
            case RefreshTokens.Lookup.Unavailable(var retryAfter) ->
                Ruling.refused(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    /** A refresh token is meant for us alone, so that its application alone learns of it, whatever its audience. */
    private static boolean maySee(Viewer viewer, RefreshFamily family) {
        return switch (viewer) {
            case Viewer.Administrator _ -> true;
            case Viewer.Application(RegisteredClient client) -> client.id().equals(family.application());
        };
    }

    /** Without token_type, which applies to access tokens (RFC 6749 §7.1). */
    private static Map<String, Object> active(TrustSnapshot trust, RefreshFamily family) {
        var members = new LinkedHashMap<String, Object>();
        members.put("active", true);
        members.put("client_id", family.clientId().value());
        members.put("exp", family.expiresAt().getEpochSecond());
        members.put("iat", family.issuedAt().getEpochSecond());
        members.put("iss", trust.identity().issuer().value());
        if (!family.scopes().isEmpty()) {
            members.put("scope", family.scopes().toString());
        }
        members.put("sub", family.subject());
        return members;
    }

    private static boolean maySee(Viewer viewer, IssuedToken token) {
        return switch (viewer) {
            case Viewer.Administrator _ -> true;
            case Viewer.Application(RegisteredClient client) -> maySee(client, token);
        };
    }

    /** Whether the application may introspect the token: its own, or one for an audience it may introspect. */
    public static boolean maySee(RegisteredClient client, IssuedToken token) {
        return client.id().equals(token.application())
                || !Collections.disjoint(client.access().introspectAudiences(), token.audiences());
    }

    private static Map<String, Object> active(Confirmation confirmation, Map<String, Object> claims) {
        var members = new LinkedHashMap<String, Object>();
        members.put("active", true);
        members.put("token_type", confirmation.tokenType());
        claims.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(claim -> {
            // a mapped claim must not replace a member of the response
            members.putIfAbsent(claim.getKey(), claim.getValue());
        });
        return members;
    }

    /**
     * The response as a signed JWT for the caller (RFC 9701 §5). It has no sub and no exp, so that it cannot be used as
     * a token.
     */
    public String sign(TrustSnapshot trust, Map<String, Object> answer, Viewer viewer) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", trust.identity().issuer().value());
        claims.put("aud", viewer.name());
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("token_introspection", answer);
        return new TokenSigner(keys.active(Algorithm.RS256), TYPE).sign(JsonText.write(claims));
    }
}
