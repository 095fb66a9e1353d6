package dev.countersign.server.admin;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.IssuerKeyViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys of issuers, each with one usable key. */
final class OneKeyViews implements IssuerKeyViews {
    final List<IssuerId> refreshed = new ArrayList<>();

    @Override
    public KeysInUse view(TrustedIssuer issuer) {
        var key = new KeysInUse.Key(
                "kid one",
                Optional.of("one"),
                "thumb",
                "EC P-256",
                Set.of(Algorithm.ES256),
                KeysInUse.KeyState.USABLE,
                Optional.empty(),
                Optional.empty());
        return new KeysInUse(
                KeysInUse.Standing.FRESH,
                List.of(key),
                List.of(),
                Optional.of(Instant.parse("2030-01-01T11:59:00Z")),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public KeysInUse refresh(TrustedIssuer issuer) {
        refreshed.add(issuer.id());
        return view(issuer);
    }
}
