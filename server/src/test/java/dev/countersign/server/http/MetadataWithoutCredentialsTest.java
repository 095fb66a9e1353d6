package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataWithoutCredentialsTest {
    @TempDir
    private Path folder;

    private static Map<String, Object> metadata(HttpFixture server, String path) throws Exception {
        String body = RawHttp.once(
                        server.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .body();
        return switch (StrictJson.readObject(body.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) -> members;
            case Parsed.Unreadable<?> unreadable -> throw new AssertionError(unreadable.problem());
        };
    }

    private static List<?> methods(Map<String, Object> metadata, String endpoint) {
        return (List<?>) metadata.get(endpoint + "_endpoint_auth_methods_supported");
    }

    @Test
    @Spec("RFC 8414 §2")
    void listsNoneAtTheTokenEndpointAloneAndWhileAnEnabledIssuerIsOptional() throws Exception {
        SampleIssuer required = SampleIssuer.partner();
        SampleIssuer optional = SampleIssuer.partner().withoutCredentials("orders-app");
        SampleIssuer disabled =
                SampleIssuer.partner().withoutCredentials("orders-app").disabled();
        try (var server = new HttpFixture(folder)) {
            for (SampleIssuer issuer : List.of(required, optional, disabled, optional)) {
                server.partner = issuer;
                for (String path :
                        List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")) {
                    Map<String, Object> metadata = metadata(server, path);
                    assertThat(methods(metadata, "token").contains("none")).isEqualTo(issuer == optional);
                    assertThat(methods(metadata, "introspection").contains("none"))
                            .isFalse();
                    assertThat(methods(metadata, "revocation").contains("none")).isFalse();
                }
            }
        }
    }
}
