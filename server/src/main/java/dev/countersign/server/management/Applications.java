package dev.countersign.server.management;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Audience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applications with one thing changed. */
final class Applications {
    private Applications() {}

    static RegisteredClient withIssuers(RegisteredClient application, Set<String> issuerNames, Instant now) {
        return ApplicationFields.TABLE.with(application, values -> {
            values.put(ApplicationFields.TRUSTED_ISSUERS, Optional.of(issuerNames));
            values.put(ApplicationFields.UPDATED_AT, now);
        });
    }

    static RegisteredClient withAudiences(RegisteredClient application, List<Audience> audiences, Instant now) {
        return ApplicationFields.TABLE.with(application, values -> {
            values.put(ApplicationFields.AUDIENCES, audiences);
            values.put(ApplicationFields.UPDATED_AT, now);
        });
    }

    static RegisteredClient disabled(RegisteredClient application) {
        return ApplicationFields.TABLE.with(application, values -> values.put(ApplicationFields.ENABLED, false));
    }

    static RegisteredClient withSecret(RegisteredClient application, ClientSecret secret) {
        var secrets = new ArrayList<>(application.secrets());
        secrets.add(secret);
        return withSecrets(application, secrets);
    }

    static RegisteredClient withoutSecret(RegisteredClient application, String secretId) {
        return withSecrets(
                application,
                application.secrets().stream()
                        .filter(secret -> !secret.id().equals(secretId))
                        .toList());
    }

    static RegisteredClient withSecrets(RegisteredClient application, List<ClientSecret> secrets) {
        return ApplicationFields.TABLE.with(application, values -> values.put(ApplicationFields.SECRETS, secrets));
    }
}
