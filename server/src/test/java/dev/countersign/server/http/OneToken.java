package dev.countersign.server.http;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenRecords;
import java.time.Duration;
import java.util.Optional;

/** The record of the one token that the running server has issued. */
final class OneToken implements TokenRecords {
    volatile IssuedToken token;
    volatile boolean revoked;
    volatile Optional<Duration> outage = Optional.empty();

    OneToken(IssuedToken token) {
        this.token = token;
    }

    @Override
    public Lookup find(TokenId id) {
        return outage.<Lookup>map(Lookup.Unavailable::new)
                .orElseGet(() -> id.equals(token.id()) ? new Lookup.Found(token, revoked) : new Lookup.None());
    }

    @Override
    public Lookup find(Sha256 opaque) {
        return outage.<Lookup>map(Lookup.Unavailable::new).orElseGet(Lookup.None::new);
    }

    @Override
    public Revoking revoke(IssuedToken issued, Revocation revocation) {
        if (outage.isPresent()) {
            return new Revoking.Unavailable(outage.get());
        }
        revoked = true;
        return new Revoking.Done();
    }
}
