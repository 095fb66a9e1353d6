package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.idjag.IdJagRule.Acceptance;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of the metadata about identity assertion authorization grants. */
class MetadataOfIdJagsTest {
    private static final String PROFILES =
            "\"authorization_grant_profiles_supported\":[\"urn:ietf:params:oauth:grant-profile:id-jag\"]";

    @TempDir
    private Path folder;

    private static String metadata(HttpFixture server, String path) throws Exception {
        return RawHttp.once(server.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .body();
    }

    @Test
    @Spec("draft-ietf-oauth-identity-assertion-authz-grant-05 §7.2")
    @Spec("draft-ietf-oauth-identity-assertion-authz-grant-05 §9.5")
    void namesTheProfileWhileAnEnabledIssuerMaySendThem() throws Exception {
        try (var server = new HttpFixture(folder)) {
            for (String path :
                    List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")) {
                server.partner = SampleIssuer.partner();
                assertThat(metadata(server, path)).doesNotContain("authorization_grant_profiles_supported");
                for (Acceptance acceptance : List.of(Acceptance.ACCEPTED, Acceptance.ONLY)) {
                    server.partner = SampleIssuer.partner().idJag(acceptance);
                    assertThat(metadata(server, path))
                            .contains(PROFILES)
                            .contains("urn:ietf:params:oauth:grant-type:jwt-bearer")
                            .doesNotContain(SampleIssuer.ISSUER)
                            .doesNotContain(SampleIssuer.NAME);
                }
                server.partner =
                        SampleIssuer.partner().idJag(Acceptance.ACCEPTED).disabled();
                assertThat(metadata(server, path)).doesNotContain("authorization_grant_profiles_supported");
            }
        }
    }
}
