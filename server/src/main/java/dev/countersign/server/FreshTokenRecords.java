package dev.countersign.server;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenRecords;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The records of issued tokens, unavailable while this node does not know the current trust configuration. */
record FreshTokenRecords(TokenRecords records, BooleanSupplier fresh) implements TokenRecords {
    private static final Lookup STALE = new Lookup.Unavailable(Duration.ofSeconds(2));

    @Override
    public Lookup find(TokenId id) {
        return fresh.getAsBoolean() ? records.find(id) : STALE;
    }

    @Override
    public Lookup find(Sha256 opaque) {
        return fresh.getAsBoolean() ? records.find(opaque) : STALE;
    }

    @Override
    public Revoking revoke(IssuedToken token, Revocation revocation) {
        return records.revoke(token, revocation);
    }
}
