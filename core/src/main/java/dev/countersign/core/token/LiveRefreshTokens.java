package dev.countersign.core.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Judges whether a refresh token would be taken now, as far as that can be told without its client: it is on record,
 * the newest of a living family, and those behind it are enabled (RFC 7662 §2.2).
 */
public final class LiveRefreshTokens {
    private final RefreshTokens records;
    private final InstantSource clock;

    public LiveRefreshTokens(RefreshTokens records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /** What is on record of a text, which may be anything. */
    public RefreshTokens.Lookup find(String text) {
        return text.indexOf('.') < 0 ? records.find(Sha256.ofUtf8(text)) : new RefreshTokens.Lookup.None();
    }

    /** Whether a refresh token that was found is good for anything. */
    public boolean isLive(TrustSnapshot trust, RefreshTokens.Lookup.Found found) {
        RefreshFamily family = found.family();
        return found.standing() == RefreshTokens.Standing.CURRENT
                && clock.instant().isBefore(family.expiresAt())
                && trust.stands(family.application(), family.clientId(), Optional.of(family.issuer()))
                && trust.client(family.clientId())
                        .filter(LiveRefreshTokens::mayRefresh)
                        .isPresent();
    }

    private static boolean mayRefresh(RegisteredClient client) {
        return client.mayUse(GrantType.REFRESH_TOKEN);
    }
}
