package dev.countersign.server.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** OpenID provider made for tests: it authenticates one person at once, and a test can make it err in one way. */
public final class SampleProvider implements ProviderTransport {
    public static final String CLIENT = "countersign-console";
    public static final String SECRET = "secret at the provider: 100%";

    private static final List<RSAKey> KEYS = List.of(key("key-1"), key("key-2"));

    private final URI issuer;
    private final Map<String, Departure> codes = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();

    /** The metadata, to be changed by a test. */
    public final Map<String, Object> metadata = new LinkedHashMap<>();

    /** The key that signs, and the published ones. */
    public RSAKey signing = KEYS.getFirst();

    public List<RSAKey> published = List.of(KEYS.getFirst());

    /** A change of the claims of ID tokens. */
    public UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

    /** The signature of ID tokens. */
    public Function<JWTClaimsSet, String> signature = this::signed;

    /** A change of the parameters with which the browser comes back. */
    public UnaryOperator<Map<String, String>> parameters = UnaryOperator.identity();

    /** The reason for which it cannot be reached. */
    public Optional<String> unreachable = Optional.empty();

    /** An action during each request. */
    public Runnable meanwhile = () -> {};

    private record Departure(String nonce, String challenge, String redirect) {}

    public SampleProvider(URI issuer) {
        this.issuer = issuer;
        metadata.put("issuer", issuer.toString());
        metadata.put("authorization_endpoint", issuer + "/authorize");
        metadata.put("token_endpoint", issuer + "/token");
        metadata.put("jwks_uri", issuer + "/jwks");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.put("authorization_response_iss_parameter_supported", true);
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Begins to sign with the next key. */
    public void rotate() {
        signing = KEYS.get(1);
        published = List.of(signing);
    }

    /** The address to which it sends a browser that asks for this address. */
    public synchronized URI authorize(URI request) {
        Map<String, List<String>> asked = URLUtils.parseParameters(request.getRawQuery());
        if (!one(asked, "code_challenge_method").equals("S256")
                || !one(asked, "response_type").equals("code")) {
            throw new AssertionError("not a request of the code flow with PKCE: " + request);
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, new Departure(one(asked, "nonce"), one(asked, "code_challenge"), one(asked, "redirect_uri")));
        Map<String, String> back = new LinkedHashMap<>();
        back.put("code", code);
        back.put("state", one(asked, "state"));
        back.put("iss", issuer.toString());
        Map<String, List<String>> sent = new LinkedHashMap<>();
        parameters.apply(back).forEach((name, value) -> sent.put(name, List.of(value)));
        return URI.create(one(asked, "redirect_uri") + "?" + URLUtils.serializeParameters(sent));
    }

    private static String one(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    /** The paths that were asked for. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized Parsed<Answer> send(
            String method, URI url, Map<String, List<String>> headers, Optional<byte[]> body) {
        requests.add(url.getPath());
        meanwhile.run();
        if (unreachable.isPresent()) {
            return new Parsed.Unreadable<>(unreachable.get());
        }
        String path = url.getPath().substring(issuer.getPath().length());
        return new Parsed.Read<>(
                switch (path) {
                    case "/.well-known/openid-configuration" -> json(200, metadata);
                    case "/jwks" -> json(200, new JWKSet(List.copyOf(published)).toJSONObject(true));
                    case "/token" -> token(headers, new String(body.orElseThrow(), StandardCharsets.UTF_8));
                    default -> json(404, Map.of());
                });
    }

    /** RFC 6749 §4.1.4, with the verifier of RFC 7636 §4.6. */
    private Answer token(Map<String, List<String>> headers, String body) {
        Map<String, List<String>> form = URLUtils.parseParameters(body);
        Departure departure = codes.remove(one(form, "code"));
        String challenge =
                Base64Url.encode(Sha256.ofUtf8(one(form, "code_verifier")).bytes());
        if (departure == null
                || !departure.challenge().equals(challenge)
                || !departure.redirect().equals(one(form, "redirect_uri"))) {
            return json(400, Map.of("error", "invalid_grant"));
        }
        if (!isAuthenticated(headers, form)) {
            return json(401, Map.of("error", "invalid_client"));
        }
        Instant now = Instant.now();
        var set = new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject("subject-1")
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", departure.nonce())
                .claim("sid", "session-1")
                .claim("preferred_username", "grace")
                .claim("email", "grace@staff.example")
                .claim("groups", List.of("admins"));
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put("access_token", "opaque");
        tokens.put("token_type", "Bearer");
        tokens.put("id_token", signature.apply(claims.apply(set).build()));
        return json(200, tokens);
    }

    private boolean isAuthenticated(Map<String, List<String>> headers, Map<String, List<String>> form) {
        String basic = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Authorization"))
                .map(header -> header.getValue().getFirst())
                .findFirst()
                .orElse("");
        boolean post = List.of("client_secret_post").equals(metadata.get("token_endpoint_auth_methods_supported"));
        return post
                ? one(form, "client_secret").equals(SECRET) && basic.isEmpty()
                : basic.startsWith("Basic ") || one(form, "client_id").equals(CLIENT);
    }

    /** Signed with the key of the provider. */
    public String signed(JWTClaimsSet set) {
        return signed(set, JOSEObjectType.JWT);
    }

    /** The same with a type. */
    public String signed(JWTClaimsSet set, JOSEObjectType type) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(type)
                            .keyID(signing.getKeyID())
                            .build(),
                    set);
            jwt.sign(new RSASSASigner(signing));
            return jwt.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The claims of a good logout token. */
    public JWTClaimsSet.Builder logout() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject("subject-1")
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID(UUID.randomUUID().toString())
                .claim("sid", "session-1")
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    private static Answer json(int status, Map<String, Object> members) {
        return new Answer(status, Map.of("Content-Type", List.of("application/json")), JsonText.text(members));
    }
}
