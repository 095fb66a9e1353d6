package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.admin.ApiServer.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiResourceEndpointsTest {
    private static final String COLLECTION = "/api-resources";

    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersACreationWithPlaceVersionAndWarnings() {
        Response created = create("Orders", "https://orders.example");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1" + COLLECTION + "/" + created.text("id"));
        assertThat(created.json()).containsEntry("warnings", List.of());
        Response read = server.get(path(created));
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(read.json())
                .doesNotContainKey("warnings")
                .containsEntry("audience", "https://orders.example")
                .containsEntry("scopes", List.of("orders:read", "orders:write"));
    }

    @Test
    void isReplacedAndPatchedByTheVersionThatWasSeen() {
        Response created = create("Orders", "https://orders.example");

        Response same = server.request("PUT", path(created))
                .body("application/json", created.http().body())
                .send();
        assertThat(same.json()).isEqualTo(created.json());

        assertThat(patch(created, created.header("ETag"), "{\"scopes\":[]}").status())
                .isEqualTo(200);
        assertThat(patch(created, created.header("ETag"), "{\"name\":\"x\"}").status())
                .isEqualTo(412);
    }

    @Test
    void answersADuplicateWithTheMembersThatAreTaken() {
        create("Orders", "https://orders.example");

        Response again = create("Orders", "https://orders.example");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("duplicate");
        assertThat(again.errors()).containsExactlyInAnyOrder("/name duplicate", "/audience duplicate");
    }

    @Test
    void listsTheApplicationsThatStandAgainstARemoval() {
        Response created = create("Orders", "https://orders.example");
        server.post("/applications", "{'name':'orders-app','audiences':['https://orders.example']}");

        Response refused = server.request("DELETE", path(created)).send();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("in_use");
        assertThat(refused.json()).containsEntry("applications", List.of("orders-app"));
        assertThat(server.request("DELETE", path(created) + "?force=maybe")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(server.request("DELETE", path(created) + "?force=true")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(server.get(path(created)).status()).isEqualTo(404);
        assertThat(server.get("/applications").items("enabled")).containsExactly(false);
        assertThat(server.get("/applications").items("audiences")).containsExactly(List.of());
    }

    @Test
    void filtersByAPartOfNameOrAudienceInAnyCase() {
        create("Orders", "https://one.example");
        create("Invoices", "https://two.example");

        assertThat(server.get(COLLECTION + "?q=ORDER").items("name")).containsExactly("Orders");
        assertThat(server.get(COLLECTION + "?q=%2F%2Ftwo").items("name")).containsExactly("Invoices");
        assertThat(server.get(COLLECTION + "?limit=1").items("name")).hasSize(1);
    }

    private Response create(String name, String audience) {
        return server.post(
                COLLECTION,
                "{'name':'%s','audience':'%s','scopes':['orders:read','orders:write']}".formatted(name, audience));
    }

    private Response patch(Response created, String ifMatch, String patch) {
        return server.request("PATCH", path(created))
                .header("If-Match", ifMatch)
                .body("application/merge-patch+json", patch)
                .send();
    }

    private static String path(Response created) {
        return COLLECTION + "/" + created.text("id");
    }
}
