package dev.countersign.server.http;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Responses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** The authorization server metadata (RFC 8414 §2), computed once from configuration. */
final class MetadataResource {
    private static final Header CACHEABLE = new Header("Cache-Control", "public, max-age=300");

    private static final List<String> METHODS = Arrays.stream(AuthenticationMethod.values())
            .map(AuthenticationMethod::value)
            .toList();
    /** Algorithms of client assertions and DPoP proofs; never none, never a MAC. */
    private static final List<String> ALGORITHMS = Algorithm.names();

    private final byte[] document;

    MetadataResource(ServerAddresses addresses) {
        var members = new LinkedHashMap<String, Object>();
        members.put("issuer", addresses.issuer());
        members.put("authorization_endpoint", addresses.authorizationEndpoint());
        members.put("token_endpoint", addresses.tokenEndpoint());
        members.put("introspection_endpoint", addresses.introspectionEndpoint());
        members.put("revocation_endpoint", addresses.revocationEndpoint());
        members.put("global_token_revocation_endpoint", addresses.globalTokenRevocationEndpoint());
        members.put("jwks_uri", addresses.jwksUri());
        members.put(
                "grant_types_supported",
                Arrays.stream(GrantType.values()).map(GrantType::value).toList());
        // required by RFC 8414 §2; the authorization endpoint supports none
        members.put("response_types_supported", List.of());
        for (String endpoint : List.of("token", "introspection", "revocation")) {
            members.put(endpoint + "_endpoint_auth_methods_supported", METHODS);
            members.put(endpoint + "_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
        }
        members.put("introspection_signing_alg_values_supported", List.of(Algorithm.RS256.value()));
        members.put("dpop_signing_alg_values_supported", ALGORITHMS);
        document = JsonText.write(members);
    }

    void get(ServerRequest request, ServerResponse response) {
        response.header(Responses.JSON).header(CACHEABLE).send(document);
    }
}
