package dev.countersign.server.http;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.oauth.GrantType;

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
        var application = SampleClient.orders()
                .named("app-1", "admin", HttpFixture.ADMIN.value())
                .grantTypes(GrantType.CLIENT_CREDENTIALS)
                .scopes(scopes.split(" "))
                .defaultScopes()
                .secrets();
        return (enabled ? application : application.disabled()).build();
    }
}
