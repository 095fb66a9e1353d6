package dev.countersign.server.registry.kind;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members {@code jwks} and {@code jwks_url} of an application that signs, which has exactly one of them. */
final class ClientKeyMembers {
    private static final String INLINE = "jwks";
    private static final String URL = "jwks_url";
    private static final List<String> OF_THOSE_THAT_SIGN = List.of(INLINE, URL, "token_endpoint_auth_signing_alg");

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
            source -> source.orElse(null) instanceof ClientKeys.Source.Url(URI url) ? url.toString() : JsonNull.NULL,
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema("type", List.of("string", "null"), "maxLength", 2000),
            Shape.TEXT,
            true);

    private ClientKeyMembers() {}

    static Optional<ClientKeys.Source> read(Input<ApplicationFrame> input, AuthenticationMethod method) {
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT) {
            return input.frame()
                    .keySources()
                    .ofApplication(input.members(), input.frame().keySource(), input.problems(), input.warnings());
        }
        for (String name : OF_THOSE_THAT_SIGN) {
            if (input.members().has(name)) {
                input.members()
                        .problem(name, Problem.NOT_ALLOWED, "Only private_key_jwt uses keys. Set this member to null.");
            }
        }
        return Optional.empty();
    }

    static void store(Optional<ClientKeys.Source> keys, Map<String, Object> document) {
        keys.ifPresent(source -> {
            switch (source) {
                case ClientKeys.Source.Url(URI url) -> document.put(URL, url.toString());
                case ClientKeys.Source.Inline(String jwks) -> document.put(INLINE, jwks);
            }
        });
    }

    static Optional<Optional<ClientKeys.Source>> ofStored(StoredMembers document) {
        Optional<ClientKeys.Source> url =
                document.optionalText(URL).map(URI::create).map(ClientKeys.Source.Url::new);
        return Optional.of(url.or(() -> document.optionalText(INLINE).map(ClientKeys.Source.Inline::new)));
    }
}
