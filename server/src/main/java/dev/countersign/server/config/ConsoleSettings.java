package dev.countersign.server.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Tables {@code [console]} and {@code [console.oidc]}.
 *
 * @param localPasswords whether people of the root organization may sign in with passwords
 */
public record ConsoleSettings(boolean localPasswords, Optional<Provider> provider) {

    /**
     * The OpenID provider. Its string form is redacted.
     *
     * @param clientSecret empty for a public client
     * @param name of the provider on the sign-in page
     */
    public record Provider(
            URI issuer,
            String clientId,
            Optional<String> clientSecret,
            List<String> scopes,
            String usernameClaim,
            String name,
            RoleConditions roles) {
        public Provider {
            scopes = List.copyOf(scopes);
        }

        @Override
        public String toString() {
            return "Provider[redacted]";
        }
    }

    /** The condition for each role. */
    public record RoleConditions(Optional<String> administrator, Optional<String> editor, Optional<String> viewer) {}
}
