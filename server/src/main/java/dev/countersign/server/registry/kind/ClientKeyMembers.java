package dev.countersign.server.registry.kind;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.keys.KeyAccessReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members {@code jwks} and {@code jwks_url} of an application with keys, which has exactly one of them, and what belongs to the URL. */
final class ClientKeyMembers {
    private static final String INLINE = "jwks";
    private static final String URL = "jwks_url";
    private static final String TRUSTED = KeyAccessReader.TRUSTED;
    private static final String ALGORITHM = "token_endpoint_auth_signing_alg";
    private static final List<String> OF_THOSE_THAT_SIGN = List.of(INLINE, URL, ALGORITHM);

    static final MemberType<Optional<ClientKeys.Source>> JWKS = new MemberType<>(
            (_, _) -> Optional.empty(),
            source -> source.orElse(null) instanceof ClientKeys.Source.Inline(String json)
                    ? JsonValues.parsed(json)
                    : JsonNull.NULL,
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema("type", List.of("object", "null")),
            Shape.OBJECT,
            true);

    static final MemberType<Optional<ClientKeys.Source>> JWKS_URL = new MemberType<>(
            (_, _) -> Optional.empty(),
            source -> source.orElse(null) instanceof ClientKeys.Source.Url(URI url, var _)
                    ? url.toString()
                    : JsonNull.NULL,
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema("type", List.of("string", "null"), "maxLength", 2000),
            Shape.TEXT,
            true);

    static final MemberType<Optional<ClientKeys.Source>> TRUSTED_CERTIFICATES = new MemberType<>(
            (_, _) -> Optional.empty(),
            source -> source.orElse(null) instanceof ClientKeys.Source.Url(var _, List<String> pem) ? pem : List.of(),
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema(
                    "type", "array", "maxItems", 20, "items", MemberType.schema("type", "string", "maxLength", 65_536)),
            Shape.CERTIFICATES,
            false);

    private ClientKeyMembers() {}

    static Optional<ClientKeys.Source> read(Input<ApplicationFrame> input, AuthenticationMethod method) {
        boolean signs = method == AuthenticationMethod.PRIVATE_KEY_JWT;
        for (String name : method.usesKeys() ? List.of(ALGORITHM) : OF_THOSE_THAT_SIGN) {
            if (!signs && input.members().has(name)) {
                input.members()
                        .problem(
                                name,
                                Problem.NOT_ALLOWED,
                                "%s does not use this member. Set it to null.".formatted(method.value()));
            }
        }
        if (!method.usesKeys()) {
            KeyAccessReader.refuseAuthorities(
                    input.members(), "%s does not use this member. Set it to [].".formatted(method.value()));
            return Optional.empty();
        }
        Optional<ClientKeys.Source> source = input.frame()
                .keySources()
                .ofApplication(input.members(), method, input.frame().keySource(), input.problems(), input.warnings());
        if (!signs) {
            source.ifPresent(keys -> requireCertificates(input, keys));
        }
        return source;
    }

    /** RFC 8705 §2.2.2: the certificates are in {@code x5c}. */
    private static void requireCertificates(Input<ApplicationFrame> input, ClientKeys.Source source) {
        if (source instanceof ClientKeys.Source.Inline(String jwks)) {
            JwkSetReader.readInline(jwks).keys().keys().stream()
                    .filter(key -> key.publishedCertificate().isEmpty())
                    .forEach(key -> input.members()
                            .problem(
                                    INLINE,
                                    Problem.UNUSABLE_KEY,
                                    "The key (%s) has no x5c with its own certificate first, which self_signed_tls_client_auth needs."
                                            .formatted(key.label())));
        }
    }

    static void store(Optional<ClientKeys.Source> keys, Map<String, Object> document) {
        keys.ifPresent(source -> {
            switch (source) {
                case ClientKeys.Source.Url(URI url, List<String> authorities) -> {
                    document.put(URL, url.toString());
                    if (!authorities.isEmpty()) {
                        document.put(TRUSTED, authorities);
                    }
                }
                case ClientKeys.Source.Inline(String jwks) -> document.put(INLINE, jwks);
            }
        });
    }

    static Optional<Optional<ClientKeys.Source>> ofStored(StoredMembers document) {
        List<String> authorities = document.texts(TRUSTED).orElse(List.of());
        Optional<ClientKeys.Source> url =
                document.optionalText(URL).map(URI::create).map(at -> new ClientKeys.Source.Url(at, authorities));
        return Optional.of(url.or(() -> document.optionalText(INLINE).map(ClientKeys.Source.Inline::new)));
    }
}
