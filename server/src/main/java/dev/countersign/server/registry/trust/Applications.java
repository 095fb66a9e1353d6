package dev.countersign.server.registry.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Audience;
import dev.countersign.server.registry.kind.ApplicationFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Copies of applications with one change. */
public final class Applications {
    private Applications() {}

    public static RegisteredClient withIssuers(RegisteredClient application, Set<String> issuerNames, Instant now) {
        return ApplicationFields.TABLE.with(application, values -> {
            values.put(ApplicationFields.TRUSTED_ISSUERS, Optional.of(issuerNames));
            values.put(ApplicationFields.UPDATED_AT, now);
        });
    }

    public static RegisteredClient withAudiences(RegisteredClient application, List<Audience> audiences, Instant now) {
        return ApplicationFields.TABLE.with(application, values -> {
            values.put(ApplicationFields.AUDIENCES, audiences);
            values.put(ApplicationFields.UPDATED_AT, now);
        });
    }

    public static RegisteredClient disabled(RegisteredClient application) {
        return ApplicationFields.TABLE.with(application, values -> values.put(ApplicationFields.ENABLED, false));
    }

    public static RegisteredClient withSecret(RegisteredClient application, ClientSecret secret) {
        var secrets = new ArrayList<>(application.credentials().secrets());
        secrets.add(secret);
        return withSecrets(application, secrets);
    }

    public static RegisteredClient withoutSecret(RegisteredClient application, String secretId) {
        return withSecrets(
                application,
                application.credentials().secrets().stream()
                        .filter(secret -> !secret.id().equals(secretId))
                        .toList());
    }

    public static RegisteredClient withSecrets(RegisteredClient application, List<ClientSecret> secrets) {
        return ApplicationFields.TABLE.with(application, values -> values.put(ApplicationFields.SECRETS, secrets));
    }
}
