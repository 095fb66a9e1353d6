package dev.countersign.core.policy;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ResourceIndicator;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The rule of what an access token is meant for: the resources and audiences asked for, or all the application's audiences (RFC 8707 §2). */
final class ResourcePolicy {
    private ResourcePolicy() {}

    /**
     * The audiences of the token; never empty (RFC 9068 §3).
     *
     * @param self the server's issuer identifier, which is used for an application without audiences
     */
    static Ruling<List<Audience>> grant(RequestedAccess requested, RegisteredClient client, Audience self) {
        List<Audience> allowed = allowed(client, self);
        var granted = new LinkedHashSet<Audience>();
        for (String resource : requested.resources()) {
            Optional<Audience> known = allowed.stream()
                    .filter(audience -> audience.value().equals(resource))
                    .findFirst();
            if (known.isEmpty() || !ResourceIndicator.isOne(resource)) {
                return Ruling.refused(new PolicyRejection.ResourceNotAllowed(
                        resource, allowed.stream().map(Audience::value).toList()));
            }
            granted.add(known.get());
        }
        for (Audience audience : requested.audiences()) {
            if (!allowed.contains(audience)) {
                return Ruling.refused(new PolicyRejection.ResourceNotAllowed(
                        audience.value(), allowed.stream().map(Audience::value).toList()));
            }
            granted.add(audience);
        }
        return Ruling.granted(granted.isEmpty() ? allowed : List.copyOf(granted));
    }

    /** All audiences that a token of the application may have. */
    static List<Audience> allowed(RegisteredClient client, Audience self) {
        List<Audience> registered = client.access().audiences();
        return registered.isEmpty() ? List.of(self) : registered;
    }
}
