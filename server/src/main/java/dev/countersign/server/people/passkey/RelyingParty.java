package dev.countersign.server.people.passkey;

import dev.countersign.core.oauth.ServerIdentity;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The console as browsers and authenticators know it (WebAuthn Level 3 §4, relying party). Its origin is the one of the
 * issuer identifier. Organizations below one host have the same id; their passkeys are told apart by the rows of the
 * organization, and by the user handles, which are unique ids.
 *
 * @param id the host of the console
 * @param origin the only origin whose ceremonies are accepted
 * @param organization the name of an organization other than the root, which may change
 */
public record RelyingParty(String id, String origin, Optional<Supplier<String>> organization) {
    private static final Pattern ADDRESS = Pattern.compile("\\[.*|[0-9.]+");

    /** The relying party of an organization; empty when its host is an IP address, for which there are no passkeys. */
    public static Optional<RelyingParty> of(ServerIdentity self, Optional<Supplier<String>> organization) {
        URI base = URI.create(self.base());
        return Optional.of(self.host())
                .filter(host -> !host.isEmpty() && !ADDRESS.matcher(host).matches())
                .map(host -> new RelyingParty(
                        host,
                        base.getScheme() + "://" + host + (base.getPort() < 0 ? "" : ":" + base.getPort()),
                        organization));
    }

    String name() {
        return organization.map(Supplier::get).orElse("Countersign");
    }

    /** The name of an account in the browser's list of passkeys, which may contain those of several organizations. */
    String accountName(String username) {
        return organization
                .map(name -> "%s (%s)".formatted(username, name.get()))
                .orElse(username);
    }
}
