package dev.countersign.server.http;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Responses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The authorization server metadata (RFC 8414 §2), computed from the configuration and once for each trust
 * configuration.
 */
final class MetadataResource {
    private static final String TOKEN_METHODS = "token_endpoint_auth_methods_supported";
    private static final Header CACHEABLE = new Header("Cache-Control", "public, max-age=300");

    /** Algorithms of client assertions and DPoP proofs; never none, never a MAC. */
    private static final List<String> ALGORITHMS = Algorithm.names();

    /** The endpoints at which a client shows its certificate. */
    private static final List<String> WITH_ALIAS = List.of(
            "token_endpoint", "introspection_endpoint", "revocation_endpoint", "global_token_revocation_endpoint");

    private final Map<String, Object> fixed;
    private final TrustRegistry trust;
    private volatile @Nullable Current current;

    /** The document of one trust configuration. */
    @SuppressWarnings("ArrayRecordComponent") // written out, never compared
    private record Current(TrustSnapshot trust, byte[] document) {}

    /** @param byCertificate whether clients can show certificates: to the server itself, or to a proxy */
    MetadataResource(ServerAddresses addresses, TrustRegistry trust, boolean byCertificate) {
        ServerIdentity self = trust.current().identity();
        List<String> methods = Arrays.stream(AuthenticationMethod.values())
                .filter(method -> byCertificate || !method.usesCertificate())
                .map(AuthenticationMethod::value)
                .toList();
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
            members.put(endpoint + "_endpoint_auth_methods_supported", methods);
            members.put(endpoint + "_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
        }
        members.put("introspection_signing_alg_values_supported", List.of(Algorithm.RS256.value()));
        members.put("dpop_signing_alg_values_supported", ALGORITHMS);
        // RFC 8705 §3.3, §5
        members.put("tls_client_certificate_bound_access_tokens", byCertificate);
        var aliases = new LinkedHashMap<String, Object>();
        for (String endpoint : WITH_ALIAS) {
            self.mutualTlsAlias(String.valueOf(members.get(endpoint))).ifPresent(alias -> aliases.put(endpoint, alias));
        }
        if (!aliases.isEmpty()) {
            members.put("mtls_endpoint_aliases", aliases);
        }
        this.fixed = Collections.unmodifiableMap(members);
        this.trust = trust;
    }

    private byte[] document() {
        TrustSnapshot now = trust.current();
        Current known = current;
        if (known == null || known.trust() != now) {
            known = new Current(now, JsonText.write(members(now)));
            current = known;
        }
        return known.document();
    }

    /** The members that depend on the trust configuration. */
    private Map<String, Object> members(TrustSnapshot now) {
        var members = new LinkedHashMap<>(fixed);
        if (now.acceptsRequestsWithoutCredentials()) {
            // RFC 7591 §2; only assertions are accepted without client authentication, so only at this endpoint
            members.computeIfPresent(TOKEN_METHODS, (_, methods) -> withNone((List<?>) methods));
        }
        if (now.acceptsIdJags()) {
            // ID-JAG §7.2; which issuers are trusted is not published (§9.5)
            members.put("authorization_grant_profiles_supported", List.of(GrantProfile.ID_JAG.value()));
        }
        var chained = new ArrayList<String>();
        if (now.chains(_ -> true)) {
            chained.add(TokenTypeUri.JWT.value());
        }
        if (now.chains(target -> target.clientId().isPresent())) {
            chained.add(TokenTypeUri.ID_JAG.value());
        }
        if (!chained.isEmpty()) {
            members.put("identity_chaining_requested_token_types_supported", chained);
        }
        return members;
    }

    private static List<Object> withNone(List<?> methods) {
        var all = new ArrayList<Object>(methods);
        all.add("none");
        return all;
    }

    void get(ServerRequest request, ServerResponse response) {
        response.header(Responses.JSON).header(CACHEABLE).send(document());
    }
}
