package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of the requests in {@code docs/guide.md}, sent to an organization instead of the root. */
class OrganizationGuideTest {
    @TempDir
    private Path folder;

    @Test
    void leadsToAnAccessTokenOfTheOrganization() throws Exception {
        for (String program : List.of("curl", "openssl")) {
            InstalledProgram.orSkip(program, InstalledProgram.onPath(program).isPresent());
        }
        try (ServerProcess server = ServerProcess.start(folder.resolve("home"));
                ThirdParty partner = ThirdParty.start("partner")) {
            OrganizationSite acme = OrganizationSite.root(server).create("acme");

            String output = LauncherShell.in(folder)
                    .run(
                            new DocumentPage("guide.md").block("By REST", "sh"),
                            server,
                            Map.of(
                                    "COUNTERSIGN_URL", acme.issuer(),
                                    "COUNTERSIGN_CLIENT_SECRET", acme.adminSecret(),
                                    "ISSUER", partner.issuer(),
                                    "JWKS_URL", partner.jwksUrl(),
                                    "ASSERTION", partner.assertion(acme.issuer())));

            assertThat(output).contains("\"access_token\"", "orders:read");
            acme.registerApplication("another", Map.of());
            for (String audience : List.of(server.issuer(), server.issuer() + "/oauth2/token", acme.issuer() + "/")) {
                assertThat(acme.exchange("another", OrganizationSite.SECRET, partner.assertion(audience))
                                .text("error"))
                        .as(audience)
                        .isEqualTo("invalid_grant");
            }
            assertThat(acme.exchange(
                                    "another",
                                    OrganizationSite.SECRET,
                                    partner.assertion(acme.issuer() + "/oauth2/token"))
                            .status())
                    .isEqualTo(200);
            OpenStore.await(() -> acme.api("GET", "/audit-events?code=assertion.audience_mismatch", "")
                            .json()
                            .path("items")
                            .size()
                    == 3);
        }
    }
}
