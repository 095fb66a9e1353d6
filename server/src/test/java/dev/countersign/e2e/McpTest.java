package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end test of {@code docs/mcp.md}: its commands and programs, run as written, with the MCP SDK's provider for
 * cross-app access.
 */
class McpTest {
    private static final DocumentPage PAGE = new DocumentPage("mcp.md");

    @TempDir
    private Path folder;

    @Test
    @Spec("MCP Enterprise-Managed Authorization §5")
    @Spec("RFC 9728 §3")
    @Spec("draft-ietf-oauth-identity-assertion-authz-grant-05 §4")
    void aUserOfTheIdentityProviderReachesTheMcpServer() throws Exception {
        NodeClients node = NodeClients.ofMcp(folder.resolve("node"));
        write("server.js", PAGE.block("The MCP server", "js"));
        write("client.js", PAGE.block("The MCP client", "js"));
        try (ServerProcess server = ServerProcess.start(folder.resolve("home"));
                IdentityProvider idp = IdentityProvider.start("mcp-client")) {
            Map<String, String> environment = environment(server, idp);
            var shell = LauncherShell.in(folder);
            shell.run(PAGE.block("At Countersign", "sh"), server, environment);
            Files.copy(shell.work().resolve("mcp-client.secret"), folder.resolve("node/mcp-client.secret"));
            Process mcp = node.start("server.js", environment);
            try {
                assertThat(node.run("client.js", environment)).isEqualTo("idp:alice\n");
            } finally {
                mcp.destroy();
            }
            assertThat(idp.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .containsEntry("audience", server.issuer())
                            .containsEntry("resource", environment.get("MCP_URL"))
                            .containsEntry("scope", "notes:read"));
            assertThat(acceptedEvents(server))
                    .singleElement()
                    .satisfies(event -> assertThat(event)
                            .containsEntry("application", "mcp-client")
                            .containsEntry("issuer", "idp")
                            .containsEntry("grant_profile", "urn:ietf:params:oauth:grant-profile:id-jag"));
        }
    }

    private void write(String name, String program) throws IOException {
        Files.writeString(folder.resolve("node").resolve(name), program);
    }

    private static Map<String, String> environment(ServerProcess server, IdentityProvider idp) throws IOException {
        var environment = new HashMap<String, String>();
        environment.put("COUNTERSIGN_URL", server.issuer());
        environment.put(
                "NODE_EXTRA_CA_CERTS", TrustingTls.of(server).certificate().toString());
        environment.put("MCP_URL", "http://localhost:%s/mcp".formatted(FreePort.get()));
        environment.put("IDP", idp.issuer());
        environment.put("IDP_JWKS", idp.jwksUrl());
        environment.put("IDP_CLIENT_ID", IdentityProvider.CLIENT_ID);
        environment.put("IDP_CLIENT_SECRET", IdentityProvider.CLIENT_SECRET);
        environment.put("ID_TOKEN", idp.idToken());
        return environment;
    }

    @SuppressWarnings("unchecked") // events are objects
    private static List<Map<String, Object>> acceptedEvents(ServerProcess server) throws Exception {
        Answer events = server.api().admin("GET", "/audit-events?kind=token&outcome=accepted&issuer=idp", Map.of());
        return (List<Map<String, Object>>) events.json().get("items");
    }
}
