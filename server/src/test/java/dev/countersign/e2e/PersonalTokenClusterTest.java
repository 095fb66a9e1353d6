package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of personal access tokens at two nodes that share a database. */
class PersonalTokenClusterTest {
    @TempDir
    private Path folder;

    @Test
    void aTokenIsValidAtEveryNodeAndItsEndIsInEffectAtOnceAtEach() throws Exception {
        try (Cluster cluster = Cluster.start(folder, 2)) {
            OrganizationSite one = OrganizationSite.root(cluster.node(0));
            OrganizationSite other = one.at(cluster.node(1));
            var ada = new ConsoleVisitor(one);
            // the newest link is the one in effect
            String code = ConsoleVisitor.code(ConsoleSteps.setupLink(cluster.node(1)));
            assertThat(ada.choosePassword(code, "/setup").status()).isEqualTo(303);
            ConsoleVisitor bob = PersonalTokenForms.invited(ada, "bob", "viewer");

            for (int round = 0; round < 10; round++) {
                String token = PersonalTokenForms.create(ada, "round-" + round, "administrator");
                assertThat(PersonalTokenForms.status(other, token)).isEqualTo(200);
                PersonalTokenForms.revoke(ada);
                assertThat(PersonalTokenForms.status(other, token))
                        .as("round %s", round)
                        .isEqualTo(401);
            }
            String token = PersonalTokenForms.create(bob, "laptop", "viewer");
            assertThat(PersonalTokenForms.status(other, token)).isEqualTo(200);
            assertThat(ada.post(person(ada, "bob") + "/disable", Map.of()).status())
                    .isEqualTo(303);
            assertThat(PersonalTokenForms.status(other, token)).isEqualTo(401);
        }
    }

    private static String person(ConsoleVisitor ada, String username) {
        String page = ada.get("/administrators").body();
        int end = page.indexOf("\">" + username + "<");
        assertThat(end).as(page).isPositive();
        String path = page.substring(page.lastIndexOf("href=\"", end) + "href=\"".length(), end);
        return path.substring("/console".length());
    }
}
