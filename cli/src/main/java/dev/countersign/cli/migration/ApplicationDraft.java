package dev.countersign.cli.migration;

import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.core.jose.certificate.PrivateKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Draft of an application. */
final class ApplicationDraft extends Draft {
    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String CLIENT_CREDENTIALS = "client_credentials";
    private static final String ADMINISTRATIVE = "admin:";
    private static final long GREATEST_LIFETIME = 86_400;

    /** Scopes about a signed-in user, who has no session here. */
    private static final Set<String> OF_SIGN_IN =
            Set.of("openid", "profile", "email", "address", "phone", "offline", "offline_access");

    private final Migration migration;
    private final String clientId;

    ApplicationDraft(Migration migration, String record, String name, String member, String clientId) {
        super(record, migration.report());
        this.migration = migration;
        this.clientId = clientId;
        set("name", migration.name("application", name));
        carry(member, "client_id", clientId);
        if (migration.hasClient(clientId)) {
            drop(member, "Another record has the same client id.");
        }
    }

    void enabled(String member, boolean enabled) {
        if (!enabled) {
            carry(member, "enabled", false);
        }
    }

    void grants(String member, List<String> grants) {
        List<String> carried = grants.stream()
                .filter(grant -> grant.equals(JWT_BEARER) || grant.equals(CLIENT_CREDENTIALS))
                .distinct()
                .toList();
        carry(member, "grant_types", carried);
        for (String grant : new TreeSet<>(grants)) {
            if (grant.equals(TOKEN_EXCHANGE)) {
                undecided(
                        member,
                        "Token exchange is not carried: there it accepts tokens of the product itself. Allow it for an issuer"
                                + " with token_exchange, and add the grant type.");
            } else if (!carried.contains(grant)) {
                leftOut(member, "The grant %s remains with the other product.".formatted(grant));
            }
        }
    }

    /** Authenticates the application with a secret, which is carried if the export has it in plain text. */
    void secret(String method, String member, Optional<String> secret) {
        set("token_endpoint_auth_method", method);
        Optional<String> objection = secret.isEmpty()
                ? Optional.of("the export has none")
                : MigratedSecrets.objection(secret.get())
                        .or(() -> migration.keepsSecrets()
                                ? Optional.empty()
                                : Optional.of("there is no file for it; name one with " + ImportCommand.SECRETS));
        if (objection.isPresent()) {
            set("secret.generate", true);
            undecided(
                    member,
                    "The secret is not carried: %s. Apply generates one; hand it to the client."
                            .formatted(objection.get()));
            return;
        }
        carry(member, "secret.env", migration.secrets().add(clientId, secret.orElseThrow()));
        if (secret.get().indexOf('+') >= 0 || secret.get().indexOf('%') >= 0) {
            differs(member, "The secret contains + or %, which clients must form-encode for HTTP Basic.");
        }
    }

    /** Authenticates the application with its own keys. */
    void signing(String member, Optional<String> url, Optional<JsonNode> set, Optional<String> algorithm) {
        set("token_endpoint_auth_method", "private_key_jwt");
        if (url.isPresent()) {
            carry(member, "jwks_url", url.get());
        } else if (set.isPresent() && !PrivateKeys.mayBeIn(RemoteJson.line(set.get()))) {
            carry(member, "jwks", set.get());
        } else {
            drop(member, "The client authenticates with a key that the export does not have as a public JWK set.");
        }
        algorithm.ifPresent(name -> carry(member, "token_endpoint_auth_signing_alg", name));
    }

    void certificateSubject(String member, String subject) {
        set("token_endpoint_auth_method", "tls_client_auth");
        carry(member, "tls_client_auth_subject_dn", subject);
    }

    void lifetime(String member, long seconds) {
        carry(member, "access_token.lifetime_seconds", Math.clamp(seconds, 1, GREATEST_LIFETIME));
        if (seconds > GREATEST_LIFETIME) {
            differs(
                    member,
                    "%s seconds are more than the longest lifetime of an access token here.".formatted(seconds));
        }
    }

    /** Lists the scopes that the application may be granted, and those that it gets without asking. */
    void scopes(String member, List<String> scopes, List<String> byDefault) {
        var carried = new ArrayList<String>();
        for (String scope : new TreeSet<>(scopes)) {
            if (OF_SIGN_IN.contains(scope)) {
                leftOut(member, "The scope %s is about a signed-in user.".formatted(scope));
            } else if (scope.contains("*")) {
                undecided(member, "The scope %s is a pattern; list the scopes that it stands for.".formatted(scope));
            } else if (scope.startsWith(ADMINISTRATIVE)) {
                undecided(member, "The scope %s is reserved for the administration of this server.".formatted(scope));
            } else {
                carried.add(scope);
            }
        }
        carry(member, "scopes", carried);
        List<String> defaults =
                byDefault.stream().filter(carried::contains).sorted().toList();
        if (!defaults.isEmpty()) {
            carry(member, "default_scopes", defaults);
        }
    }

    void audiences(String member, List<String> audiences) {
        if (audiences.isEmpty()) {
            differs(
                    member,
                    "No audience is exported: the aud of access tokens is the issuer identifier of this server, unless"
                            + " audiences lists others.");
        } else {
            carry(member, "audiences", audiences.stream().distinct().toList());
        }
    }

    void finish() {
        if (!isDropped()) {
            migration.addApplication(members());
        }
    }
}
