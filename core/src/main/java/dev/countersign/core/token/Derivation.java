package dev.countersign.core.token;

import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Ruling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The origin of a token in a token exchange (RFC 8693), and the party that may exchange it as its actor.
 *
 * @param from the token of this server that was exchanged; revoked with it
 * @param actor who acts for the subject
 * @param permitted the only party that may become the actor; empty means any
 * @param exchanges number of tokens of this server from which it descends
 */
public record Derivation(
        Optional<TokenId> from, Optional<Actor> actor, Optional<PermittedActor> permitted, int exchanges) {
    /** Largest number of exchanges from one token of this server: each look-up of the last one reads all before it. */
    public static final int MOST_EXCHANGES = 16;

    /** Of a token that was not issued by token exchange, with which any party may act. */
    public static final Derivation NONE = new Derivation(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** Of a token that was not issued by token exchange, for a JWT with these claims. */
    public static Derivation ofGrant(Map<String, Object> claims) {
        return PermittedActor.of(claims)
                .map(party -> new Derivation(Optional.empty(), Optional.empty(), Optional.of(party), 0))
                .orElse(NONE);
    }

    /** The claims about actors (RFC 8693 §4.1, §4.4). */
    public Map<String, Object> claims() {
        if (actor.isEmpty() && permitted.isEmpty()) {
            return Map.of();
        }
        var claims = new LinkedHashMap<String, Object>();
        actor.ifPresent(acting -> claims.put("act", acting.members()));
        permitted.ifPresent(party -> claims.put("may_act", party.members()));
        return claims;
    }

    /** The origin with the {@link #claims} of a record. */
    public static Derivation of(Optional<TokenId> from, Map<String, Object> claims, int exchanges) {
        return new Derivation(
                from,
                Actor.of(claims) instanceof Ruling.Granted<Optional<Actor>>(var actor) ? actor : Optional.empty(),
                PermittedActor.of(claims),
                exchanges);
    }
}
