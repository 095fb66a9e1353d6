package dev.countersign.server.http;

import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The application that administers. */
final class AdminApplication {
    private AdminApplication() {}

    static RegisteredClient enabled(String scopes) {
        return of(true, scopes);
    }

    static RegisteredClient disabled(String scopes) {
        return of(false, scopes);
    }

    private static RegisteredClient of(boolean enabled, String scopes) {
        return new RegisteredClient(
                new ApplicationId("app-1"),
                "admin",
                enabled,
                HttpFixture.ADMIN,
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                Optional.empty(),
                Set.of(GrantType.CLIENT_CREDENTIALS),
                Optional.empty(),
                ScopeSet.parse(scopes).orElseThrow(),
                ScopeSet.EMPTY,
                List.of(),
                List.of(),
                new AccessTokenSettings(AccessTokenType.JWT, Duration.ofHours(1), Algorithm.ES256),
                RefreshTokenSettings.NONE,
                List.of(),
                HttpFixture.NOW,
                HttpFixture.NOW);
    }
}
