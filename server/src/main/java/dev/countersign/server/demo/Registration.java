package dev.countersign.server.demo;

import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.Credentials;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.remote.RestApi;
import dev.countersign.core.oauth.GrantType;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Registration of the sample issuer and the sample application, through the REST API as an administrator does it. */
record Registration(RestApi api) {
    static final String ISSUER = "sample-issuer";
    static final String APPLICATION = "sample-application";

    void issuer(DemoIssuer issuer) throws CallFailedException {
        ObjectNode body = RemoteJson.object().put("name", ISSUER).put("issuer", issuer.identifier());
        body.putObject("keys").put("jwks_url", issuer.jwksUrl());
        body.putArray("claims").addObject().put("from", "email").put("to", "email");
        replace(Collection.ISSUERS, body);
    }

    /** Returns the credentials of the application. */
    Credentials application() throws CallFailedException {
        ObjectNode body = RemoteJson.object().put("name", APPLICATION);
        body.putArray("grant_types").add(GrantType.JWT_BEARER.value());
        body.putArray("scopes").add("orders:read").add("orders:write");
        body.putArray("default_scopes").add("orders:read");
        ApiResponse made = replace(Collection.APPLICATIONS, body);
        return new Credentials(made.text("client_id"), made.text("client_secret"));
    }

    /** Replaces an existing resource: in a home used before, the issuer has an old port. */
    private ApiResponse replace(Collection collection, ObjectNode body) throws CallFailedException {
        String name = body.path("name").asString("");
        for (JsonNode earlier : collection.all(api, Map.of("q", name))) {
            if (earlier.path("name").asString("").equals(name)) {
                api.delete(collection.item(earlier.path("id").asString("")), Map.of("force", "true"), Optional.empty());
            }
        }
        return api.post(collection.path(), Map.of(), Optional.of(body));
    }
}
