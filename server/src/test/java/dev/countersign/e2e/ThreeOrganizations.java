package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A server with the root organization and two others, with one of everything in each. */
final class ThreeOrganizations implements AutoCloseable {
    private static final List<String> NAMES = List.of("root", "acme", "globex");

    /** Documents that change by requests at their own organization: its events, last uses, and notices of refusals. */
    private static final Set<String> OWN_USE = Set.of("/audit-events", "/applications", "/notices");

    private final ServerProcess server;
    private final List<ApiOperation> operations;
    private final Map<String, OrganizationContents> contents = new TreeMap<>();
    private final Map<String, Map<String, String>> before = new TreeMap<>();

    ThreeOrganizations(Path folder, Map<String, String> settings) throws Exception {
        server = ServerProcess.start(folder.resolve("home"), settings);
        operations = ApiOperation.of(server);
        OrganizationSite root = OrganizationSite.root(server);
        contents.put("root", new OrganizationContents(root, "root"));
        for (String slug : NAMES.subList(1, NAMES.size())) {
            contents.put(slug, new OrganizationContents(root.create(slug), slug));
        }
    }

    /** Something of one organization that is presented at another. */
    record Attack(String of, String at) {
        @Override
        public String toString() {
            return of + " at " + at;
        }
    }

    /** All pairs of different organizations. */
    static List<Attack> attacks() {
        var attacks = new ArrayList<Attack>();
        for (String of : NAMES) {
            for (String at : NAMES) {
                if (!of.equals(at)) {
                    attacks.add(new Attack(of, at));
                }
            }
        }
        return attacks;
    }

    ServerProcess server() {
        return server;
    }

    List<ApiOperation> operations() {
        return operations;
    }

    OrganizationContents of(String name) {
        return contents.get(name);
    }

    OrganizationContents victim(Attack attack) {
        return contents.get(attack.of());
    }

    OrganizationContents target(Attack attack) {
        return contents.get(attack.at());
    }

    /** Keeps what the REST API of each organization shows. */
    void remember() {
        contents.forEach((name, each) -> before.put(name, each.site().documents(operations)));
    }

    /** Checks that the REST API of each organization shows the same as before, and that its tokens are alive. */
    void verifyUnchanged() {
        contents.forEach((name, each) -> {
            Map<String, String> now = each.site().documents(operations);
            before.get(name).forEach((path, document) -> {
                if (!OWN_USE.contains(path)) {
                    assertThat(now.get(path)).as(name + path).isEqualTo(document);
                }
            });
            assertThat(each.dead()).as(name).isEmpty();
            contents.forEach((other, foreign) -> {
                if (!other.equals(name)) {
                    assertThat(now.toString()).as("%s in %s", other, name).doesNotContain(foreign.issuerId());
                }
            });
        });
    }

    /** A token of the same form that was never issued. */
    static String unknown(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return token.substring(0, token.length() - 16)
                    + Secrets.generateId().substring(0, 16);
        }
        byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
        return new TokenSigner(SigningKey.generate(Algorithm.ES256), "at+jwt").sign(claims);
    }

    @Override
    public void close() {
        contents.values().forEach(OrganizationContents::close);
        server.close();
    }
}
