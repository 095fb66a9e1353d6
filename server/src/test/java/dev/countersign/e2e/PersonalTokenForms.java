package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.WrittenRequests.Reply;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of the console by which people get personal access tokens, and requests with these tokens. */
final class PersonalTokenForms {
    private static final Pattern TOKEN = Pattern.compile("csp_[A-Za-z0-9_-]{49}");
    private static final Pattern REVOKE = Pattern.compile("/account(/tokens/[0-9a-v]{26}/revoke)");
    private static final Pattern CODE = Pattern.compile("/console/welcome\\?code=([A-Za-z0-9_-]+)");

    private PersonalTokenForms() {}

    /** The administrator of a server that {@link ConsoleSteps} started. */
    static ConsoleVisitor administrator(OrganizationSite site) {
        var visitor = new ConsoleVisitor(site);
        assertThat(visitor.signIn(ConsoleSteps.PASSWORD).status()).isEqualTo(303);
        return visitor;
    }

    /** A person that an administrator invites, with the same password. */
    static ConsoleVisitor invited(ConsoleVisitor administrator, String username, String role) {
        Reply shown = administrator.post("/administrators/new", Map.of("/username", username, "/role", role));
        Matcher code = CODE.matcher(shown.body());
        assertThat(code.find()).as(shown.body()).isTrue();
        var visitor = new ConsoleVisitor(administrator.site());
        assertThat(visitor.choosePassword(code.group(1), "/welcome").status()).isEqualTo(303);
        return visitor;
    }

    /** Creates a token; returns its text. */
    static String create(ConsoleVisitor visitor, String name, String role) {
        Reply shown = visitor.post(
                "/account/tokens",
                Map.of("/name", name, "/role", role, "/days", "1", "/current", ConsoleSteps.PASSWORD));
        Matcher token = TOKEN.matcher(shown.body());
        assertThat(token.find()).as(shown.body()).isTrue();
        return token.group();
    }

    /** Revokes the newest token. */
    static void revoke(ConsoleVisitor visitor) {
        Matcher path = REVOKE.matcher(visitor.get("/account/tokens").body());
        assertThat(path.find()).isTrue();
        assertThat(visitor.post("/account" + path.group(1), Map.of()).status()).isEqualTo(303);
    }

    /** A request to the REST API with a token. */
    static Reply send(OrganizationSite site, String token, String method, String path, String body) {
        return WrittenRequests.send(
                method,
                site.url("/api/v1" + path),
                Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                body);
    }

    /** The status of a request that every valid token permits. */
    static int status(OrganizationSite site, String token) {
        return send(site, token, "GET", "/me", "").status();
    }
}
