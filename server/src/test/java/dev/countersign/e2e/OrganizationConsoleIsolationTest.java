package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.ThreeOrganizations.Attack;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * End-to-end tests that sessions, one-time links, form tokens and ids of the console of one organization are unknown in
 * that of another.
 */
class OrganizationConsoleIsolationTest {
    private static final String ATTACKS = "dev.countersign.e2e.ThreeOrganizations#attacks";

    @TempDir
    private static Path folder;

    private static ThreeOrganizations three;
    private static final Map<String, ConsoleVisitor> VISITORS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        three = new ThreeOrganizations(
                folder,
                Map.of(
                        "COUNTERSIGN_BOOTSTRAP_ADMIN_USERNAME", ConsoleSteps.USERNAME,
                        "COUNTERSIGN_BOOTSTRAP_ADMIN_PASSWORD", ConsoleSteps.PASSWORD));
        for (Attack attack : ThreeOrganizations.attacks()) {
            linksOpenNothing(attack);
        }
        for (String name : List.of("acme", "globex")) {
            VISITORS.put(name, ConsoleVisitor.first(site(name)));
        }
        var root = new ConsoleVisitor(site("root"));
        assertThat(root.signIn(ConsoleSteps.PASSWORD).status()).isEqualTo(303);
        VISITORS.put("root", root);
    }

    private static OrganizationSite site(String name) {
        return three.of(name).site();
    }

    @AfterAll
    static void stop() {
        if (three != null) {
            three.close();
        }
    }

    @BeforeEach
    void remember() {
        three.remember();
    }

    @AfterEach
    void nothingHasChanged() {
        three.verifyUnchanged();
        VISITORS.forEach(
                (name, visitor) -> assertThat(visitor.isSignedIn()).as(name).isTrue());
    }

    /** The link of an organization without people, at another. */
    private static void linksOpenNothing(Attack attack) {
        if (!attack.of().equals("root")) {
            codeOpensNothing(ConsoleVisitor.code(site(attack.of()).administratorLink()), attack, "/setup");
        }
    }

    private static void codeOpensNothing(String code, Attack attack, String path) {
        String never =
                code.substring(0, code.length() - 16) + Secrets.generateId().substring(0, 16);
        var stranger = new ConsoleVisitor(site(attack.at()));
        stranger.get("/sign-in");
        assertThat(stranger.get(path + "?code=" + code).shown(code))
                .isEqualTo(stranger.get(path + "?code=" + never).shown(never));
        Reply reply = stranger.choosePassword(code, path);
        assertThat(reply.shown(code))
                .isEqualTo(stranger.choosePassword(never, path).shown(never));
        assertThat(reply.status()).isEqualTo(410);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noInvitationIsKnown(Attack attack) {
        ConsoleVisitor inviting = VISITORS.get(attack.of());
        String invited = "invited-for-" + attack.at();
        Reply page = inviting.post("/administrators/new", Map.of("/username", invited, "/role", "viewer"));
        assertThat(page.body()).as(page.status() + "").contains("/console/welcome?code=");
        String code = page.body().replaceFirst("(?s).*/console/welcome\\?code=([A-Za-z0-9_-]+).*", "$1");

        codeOpensNothing(code, attack, "/welcome");

        var guest = new ConsoleVisitor(inviting.site());
        assertThat(guest.choosePassword(code, "/welcome").status()).isEqualTo(303);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noSessionIsKnownAtAnyPage(Attack attack) {
        ConsoleVisitor target = VISITORS.get(attack.at());
        ConsoleVisitor victim = VISITORS.get(attack.of());
        var thief = new ConsoleVisitor(target.site());
        var nobody = new ConsoleVisitor(target.site());
        for (String kind : List.of("guest")) {
            thief.get("/sign-in");
            nobody.cookies().put(nobody.name(kind), thief.cookie(kind));
        }
        thief.cookies().putAll(victim.cookies());
        nobody.cookies().putAll(victim.cookies());
        thief.cookies().put(thief.name("session"), victim.cookie("session"));
        nobody.cookies().put(nobody.name("session"), ThreeOrganizations.unknown(victim.cookie("session")));
        String token = victim.formToken();
        for (ApiOperation operation : target.crawl()) {
            Reply reply = act(thief, operation, operation.path(), token);
            assertThat(reply.shown())
                    .as("%s: %s", attack, operation)
                    .isEqualTo(act(nobody, operation, operation.path(), token).shown());
            assertThat(reply.status()).as("%s", operation).isIn(200, 303, 401, 403, 405);
            if (reply.status() == 200) {
                assertThat(operation.path()).isIn("/sign-in");
            }
        }
    }

    private static Reply act(ConsoleVisitor visitor, ApiOperation operation, String path, String token) {
        return operation.method().equals("GET") ? visitor.get(path) : visitor.post(path, Map.of(), token);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noIdIsKnownAtAnyPage(Attack attack) {
        ConsoleVisitor target = VISITORS.get(attack.at());
        Set<ApiOperation> operations = VISITORS.get(attack.of()).crawl();
        assertThat(operations).hasSizeGreaterThan(40);
        String token = target.formToken();
        for (ApiOperation operation : operations) {
            String never = Secrets.generateId();
            String unknown = ConsoleVisitor.replaceIds(operation.path(), never);
            if (!unknown.equals(operation.path())) {
                Reply reply = act(target, operation, operation.path(), token);
                String[] ids = operation.path().split("/");
                assertThat(reply.shown(ids))
                        .as("%s: %s", attack, operation)
                        .isEqualTo(act(target, operation, unknown, token).shown(unknown.split("/")));
                assertThat(reply.status()).as("%s", operation).isIn(404, 303);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noFormTokenIsGood(Attack attack) {
        ConsoleVisitor target = VISITORS.get(attack.at());
        Reply reply =
                target.post("/sign-out", Map.of(), VISITORS.get(attack.of()).formToken());

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void consolesInOneBrowserStaySignedIn() {
        var browser = new HashMap<String, String>();
        VISITORS.values().forEach(visitor -> browser.putAll(visitor.cookies()));
        VISITORS.values().forEach(visitor -> visitor.cookies().putAll(browser));

        var leaving = new ConsoleVisitor(site("acme"));
        leaving.cookies().putAll(browser);
        assertThat(leaving.signIn(ConsoleSteps.PASSWORD).status()).isEqualTo(303);
        assertThat(leaving.isSignedIn()).isTrue();
        assertThat(leaving.post("/sign-out", Map.of()).status()).isEqualTo(303);

        assertThat(leaving.isSignedIn()).isFalse();
        var elsewhere = new ConsoleVisitor(site("globex"));
        elsewhere.cookies().putAll(leaving.cookies());
        assertThat(elsewhere.isSignedIn()).isTrue();
        assertThat(VISITORS.get("acme").signIn(ConsoleSteps.PASSWORD).status()).isEqualTo(303);
    }
}
