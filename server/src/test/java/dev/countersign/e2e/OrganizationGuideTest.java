package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end test of the requests and commands in {@code docs/guide.md}, for an organization instead of the root. */
class OrganizationGuideTest {
    private static final String REST = "By REST";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {REST, "By command", "By a file"})
    void leadsToAnAccessTokenOfTheOrganization(String way) throws Exception {
        for (String program : List.of("curl", "openssl")) {
            InstalledProgram.orSkip(
                    program,
                    !way.equals(REST) || InstalledProgram.onPath(program).isPresent());
        }
        try (ServerProcess server = ServerProcess.start(folder.resolve("home"));
                ThirdParty partner = ThirdParty.start("partner")) {
            OrganizationSite acme = OrganizationSite.root(server).create("acme");
            Map<String, String> variables = new HashMap<>(Map.of(
                    "COUNTERSIGN_CLIENT_SECRET", acme.adminSecret(),
                    "ISSUER", partner.issuer(),
                    "JWKS_URL", partner.jwksUrl(),
                    "ASSERTION", partner.assertion(acme.issuer())));
            if (way.equals(REST)) {
                variables.put("COUNTERSIGN_URL", acme.issuer());
            }

            String output = LauncherShell.in(folder).run(commands(way), server, variables);

            assertThat(output).contains("\"access_token\"", "orders:read");
            assertThat(OrganizationSite.root(server)
                            .api("GET", "/trusted-token-issuers", "")
                            .json()
                            .path("items"))
                    .as("nothing of it is at the root")
                    .isEmpty();
            assertTakesAssertionsForItselfAlone(server, acme, partner);
        }
    }

    /** The commands with the organization: as an option, or in the file where they read one. */
    private static String commands(String way) {
        return new DocumentPage("guide.md")
                .block(way, "sh")
                .replaceAll(
                        "countersign (issuer add|application add|exchange|export)\\b",
                        "countersign $1 --organization acme")
                .replaceFirst("(?m)^trusted_token_issuers:$", "organization: acme\n$0");
    }

    private static void assertTakesAssertionsForItselfAlone(
            ServerProcess server, OrganizationSite acme, ThirdParty partner) throws Exception {
        acme.registerApplication("another", Map.of());
        for (String audience : List.of(server.issuer(), server.issuer() + "/oauth2/token", acme.issuer() + "/")) {
            assertThat(acme.exchange("another", OrganizationSite.SECRET, partner.assertion(audience))
                            .text("error"))
                    .as(audience)
                    .isEqualTo("invalid_grant");
        }
        assertThat(acme.exchange("another", OrganizationSite.SECRET, partner.assertion(acme.issuer() + "/oauth2/token"))
                        .status())
                .isEqualTo(200);
        OpenStore.await(() -> acme.api("GET", "/audit-events?code=assertion.audience_mismatch", "")
                        .json()
                        .path("items")
                        .size()
                == 3);
    }
}
