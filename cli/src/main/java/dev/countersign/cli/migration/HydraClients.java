package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The clients of Hydra that may use the JWT bearer grant. */
final class HydraClients {
    private static final String LIFESPAN = "jwt_bearer_grant_access_token_lifespan";

    private static final String[] OTHERS = {
        "redirect_uris",
        "response_types",
        "owner",
        "policy_uri",
        "allowed_cors_origins",
        "tos_uri",
        "client_uri",
        "logo_uri",
        "contacts",
        "subject_type",
        "sector_identifier_uri",
        "request_uris",
        "request_object_signing_alg",
        "userinfo_signed_response_alg",
        "created_at",
        "updated_at",
        "frontchannel_logout_uri",
        "frontchannel_logout_session_required",
        "post_logout_redirect_uris",
        "backchannel_logout_uri",
        "backchannel_logout_session_required",
        "metadata",
        "registration_access_token",
        "registration_client_uri",
        "skip_consent",
        "skip_logout_consent",
        "authorization_code_grant_access_token_lifespan",
        "authorization_code_grant_id_token_lifespan",
        "authorization_code_grant_refresh_token_lifespan",
        "client_credentials_grant_access_token_lifespan",
        "implicit_grant_access_token_lifespan",
        "implicit_grant_id_token_lifespan",
        "refresh_token_grant_id_token_lifespan",
        "refresh_token_grant_access_token_lifespan",
        "refresh_token_grant_refresh_token_lifespan",
        "device_authorization_grant_id_token_lifespan",
        "device_authorization_grant_access_token_lifespan",
        "device_authorization_grant_refresh_token_lifespan"
    };

    private final Migration migration;

    HydraClients(Migration migration) {
        this.migration = migration;
    }

    void read(ObjectNode client) throws CallFailedException {
        var unnamed = ForeignRecord.of("client", client);
        String clientId = unnamed.text("client_id").orElseThrow(() -> unnamed.malformed("client_id", "is required"));
        var record =
                ForeignRecord.of("client \"%s\"".formatted(clientId), client).ignoring("client_id");
        if (!record.words("grant_types").contains(ApplicationDraft.JWT_BEARER)) {
            migration.report().add(Fate.LEFT_OUT, record.label(), "grant_types", "It does not use this grant.");
            return;
        }
        String name = record.text("client_name").orElse(clientId);
        var draft = new ApplicationDraft(migration, record.label(), name, "client_id", clientId);
        draft.grants("grant_types", record.words("grant_types"));
        authentication(draft, record, client);
        draft.scopes("scope", record.words("scope"), java.util.List.of());
        draft.audiences("audience", record.texts("audience"));
        if (record.has("audience")) {
            draft.differs(
                    "audience",
                    "Hydra puts into access tokens the audiences that a request asks for. Here they are all in, unless the"
                            + " request chooses with resource.");
        }
        tokens(draft, record);
        record.ignoring(OTHERS);
        draft.unknown(record);
        draft.finish();
    }

    private static void authentication(ApplicationDraft draft, ForeignRecord record, ObjectNode client)
            throws CallFailedException {
        String method = record.text("token_endpoint_auth_method").orElse("client_secret_basic");
        Optional<String> secret = record.text("client_secret");
        Optional<String> url = record.text("jwks_uri");
        Optional<JsonNode> set = Optional.of(client.path("jwks"))
                .filter(jwks -> !jwks.path("keys").isEmpty());
        Optional<String> algorithm = record.text("token_endpoint_auth_signing_alg");
        record.ignoring("jwks");
        switch (method) {
            case "client_secret_basic", "client_secret_post" -> draft.secret(method, "client_secret", secret);
            case "private_key_jwt" -> draft.signing("jwks_uri", url, set, algorithm);
            case "none" ->
                draft.drop(
                        "token_endpoint_auth_method",
                        "A client without credentials has no application here. See client_authentication and"
                                + " default_application of an issuer.");
            default ->
                draft.drop(
                        "token_endpoint_auth_method", "The authentication with %s is not supported.".formatted(method));
        }
        if (record.number("client_secret_expires_at").orElse(0L) > 0) {
            draft.undecided("client_secret_expires_at", "The secret expires there. A secret from a file does not.");
        }
    }

    private static void tokens(ApplicationDraft draft, ForeignRecord record) throws CallFailedException {
        Optional<String> lifespan = record.text(LIFESPAN);
        if (lifespan.isPresent()) {
            draft.lifetime(LIFESPAN, seconds(record, lifespan.get()));
        }
        Optional<String> strategy = record.text("access_token_strategy");
        if (strategy.isPresent()) {
            draft.carry(
                    "access_token_strategy", "access_token.type", strategy.get().equals("jwt") ? "jwt" : "opaque");
        } else {
            draft.differs(
                    "access_token_strategy",
                    "The kind of access tokens is a setting of Hydra's server, by default opaque. Here it is"
                            + " access_token.type, by default jwt.");
        }
    }

    /** A duration of Go, such as {@code 1h0m0s}, which is the time part of an ISO 8601 duration. */
    private static long seconds(ForeignRecord record, String duration) throws CallFailedException {
        try {
            return Duration.parse("PT" + duration.toUpperCase(Locale.ROOT)).toSeconds();
        } catch (DateTimeParseException malformed) {
            throw record.malformed(LIFESPAN, "must be a duration such as 1h0m0s");
        }
    }
}
