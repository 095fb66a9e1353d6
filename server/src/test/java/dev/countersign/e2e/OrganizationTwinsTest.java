package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** End-to-end tests of organizations in which everything has the same name: each works as if it were alone. */
class OrganizationTwinsTest {
    private static final String OWN_ISSUER = "https://partner.example";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    /** An issuer that all organizations trust, and one of the same name and identifier for each. */
    private static ThirdParty common;

    private static final List<ThirdParty> PARTNERS = new ArrayList<>();
    private static final List<OrganizationSite> SITES = new ArrayList<>();
    private static OrganizationSite acme;
    private static OrganizationSite globex;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("home"), Map.of("COUNTERSIGN_OAUTH_DPOP_NONCE", "required"));
        common = ThirdParty.start("common");
        OrganizationSite root = OrganizationSite.root(server);
        acme = root.create("acme");
        globex = root.create("globex");
        SITES.addAll(List.of(root, acme, globex));
        for (OrganizationSite site : SITES) {
            ThirdParty partner = ThirdParty.start("partner");
            PARTNERS.add(partner);
            site.register(partner, Map.of());
            site.register(common, Map.of());
            site.created("/api-resources", Map.of("name", "orders", "audience", "urn:orders"));
            site.registerApplication("app", Map.of("client_secret", secret(site), "audiences", List.of("urn:orders")));
            site.registerApplication("dpop", Map.of("dpop_bound_access_tokens", true));
        }
    }

    @AfterAll
    static void stop() {
        PARTNERS.forEach(ThirdParty::close);
        if (server != null) {
            common.close();
            server.close();
        }
    }

    private static String secret(OrganizationSite site) {
        return site.slug() + "-secret-of-the-application-of-many-characters";
    }

    private static Reply exchange(OrganizationSite site, String assertion) {
        return site.exchange("app", secret(site), assertion);
    }

    private static JsonNode claims(String token) {
        return JsonMapper.shared()
                .readTree(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    private static String keyId(String token) {
        return JsonMapper.shared()
                .readTree(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8))
                .path("kid")
                .asString();
    }

    private static List<String> keyIds(OrganizationSite site) {
        return WrittenRequests.send("GET", site.url("/oauth2/jwks"), Map.of(), "")
                .json()
                .findValuesAsString("kid");
    }

    @Test
    void aClientIdHasASecretInEachOrganization() {
        for (OrganizationSite one : SITES) {
            for (OrganizationSite other : SITES) {
                assertThat(one.token("app", secret(other), Map.of("grant_type", "client_credentials"))
                                .status())
                        .as(one.path() + " with the secret of " + other.path())
                        .isEqualTo(one == other ? 200 : 401);
            }
        }
    }

    @Test
    void anIssuerIdentifierHasKeysInEachOrganization() {
        for (int i = 0; i < SITES.size(); i++) {
            for (int j = 0; j < SITES.size(); j++) {
                ThirdParty partner = PARTNERS.get(j);
                assertThat(partner.issuer()).isEqualTo(OWN_ISSUER);
                // an unknown key may be one that has not been fetched yet
                assertThat(exchange(SITES.get(i), partner.assertion(SITES.get(i).issuer()))
                                .status())
                        .as("keys of %s at %s", j, i)
                        .isIn(i == j ? List.of(200) : List.of(400, 503));
            }
        }
    }

    @Test
    void aTokenNamesItsOrganizationAndIsSignedByItsKeys() {
        for (OrganizationSite site : SITES) {
            String token = exchange(site, common.assertion(site.issuer())).text("access_token");

            assertThat(claims(token).path("iss").asString()).isEqualTo(site.issuer());
            assertThat(claims(token).path("aud").toString()).contains("urn:orders");
            for (OrganizationSite other : SITES) {
                assertThat(keyIds(other).contains(keyId(token))).isEqualTo(site == other);
                assertThat(other.isActive(token)).isEqualTo(site == other);
            }
        }
    }

    @Test
    void anAssertionForSeveralOrganizationsIsRedeemedOnceInEach() {
        List<String> audiences = SITES.stream().map(OrganizationSite::issuer).toList();
        for (int round = 0; round < 2; round++) {
            String assertion = common.assertion("", Map.of("aud", audiences, "jti", "same-in-both-" + round));
            for (OrganizationSite site : SITES) {
                assertThat(exchange(site, assertion).status()).as(site.path()).isEqualTo(200);
                assertThat(exchange(site, assertion).text("error")).isEqualTo("invalid_grant");
            }
        }
        for (OrganizationSite site : SITES) {
            String same = common.assertion(site.issuer(), Map.of("jti", "one-jti"));
            assertThat(exchange(site, same).status()).isEqualTo(200);
            String again = common.assertion(site.issuer(), Map.of("jti", "one-jti", "sub", "bob"));
            assertThat(exchange(site, again).status()).isEqualTo(400);
        }
    }

    @Test
    void aSubjectIsBlockedInOneOrganization() {
        String subject = "blocked-in-one";
        List<String> tokens = SITES.stream()
                .map(site -> exchange(site, common.assertion(site.issuer(), Map.of("sub", subject)))
                        .text("access_token"))
                .toList();
        String block = acme.created("/blocked-subjects", Map.of("issuer", "common", "subject", subject))
                .path("id")
                .asString();
        for (int i = 0; i < SITES.size(); i++) {
            OrganizationSite site = SITES.get(i);
            boolean here = site == acme;
            assertThat(site.isActive(tokens.get(i))).as(site.path()).isEqualTo(!here);
            assertThat(exchange(site, common.assertion(site.issuer(), Map.of("sub", subject)))
                            .status())
                    .isEqualTo(here ? 400 : 200);
        }
        globex.created("/blocked-subjects", Map.of("issuer", "common", "subject", subject));
        assertThat(acme.api("DELETE", "/blocked-subjects/" + block, "").status())
                .isEqualTo(204);
        assertThat(exchange(acme, common.assertion(acme.issuer(), Map.of("sub", subject)))
                        .status())
                .isEqualTo(200);
        assertThat(exchange(globex, common.assertion(globex.issuer(), Map.of("sub", subject)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tokensAreRevokedInOneOrganization() {
        for (Map<String, Object> what : List.<Map<String, Object>>of(
                Map.of("issuer", "common"),
                Map.of("application", "app"),
                Map.of("subject", "common:carol"),
                Map.of("sub_id", Map.of("format", "iss_sub", "iss", common.issuer(), "sub", "carol")))) {
            List<String> tokens = SITES.stream()
                    .map(site -> exchange(site, common.assertion(site.issuer(), Map.of("sub", "carol")))
                            .text("access_token"))
                    .toList();
            String path = what.containsKey("sub_id") ? "/global-token-revocation" : "/token-revocations";
            Reply revoked = globex.api("POST", path, what);
            assertThat(revoked.status()).as(what + revoked.body()).isIn(200, 204);
            for (int i = 0; i < SITES.size(); i++) {
                assertThat(SITES.get(i).isActive(tokens.get(i)))
                        .as(what + SITES.get(i).path())
                        .isEqualTo(SITES.get(i) != globex);
            }
        }
    }

    @Test
    void signingKeysRotateInOneOrganization() {
        List<List<String>> before =
                SITES.stream().map(OrganizationTwinsTest::keyIds).toList();
        assertThat(before.stream().flatMap(List::stream).distinct())
                .hasSize(3 * before.getFirst().size());
        assertThat(acme.api("POST", "/signing-keys/rotate", "{}").status()).isEqualTo(200);
        for (int i = 0; i < SITES.size(); i++) {
            OrganizationSite site = SITES.get(i);
            assertThat(keyIds(site).equals(before.get(i))).as(site.path()).isEqualTo(site != acme);
        }
        assertThat(exchange(acme, common.assertion(acme.issuer())).status()).isEqualTo(200);
    }

    @Test
    void guessesOfASecretSlowNoOtherOrganization() {
        Map<String, String> own = Map.of("grant_type", "client_credentials");
        int status = 401;
        for (int i = 0; i < 100 && status == 401; i++) {
            status = acme.token("guessed", "wrong", own).status();
        }
        assertThat(status).isEqualTo(429);
        for (OrganizationSite site : SITES) {
            if (site != acme) {
                assertThat(site.token("guessed", "wrong", own).status())
                        .as(site.path())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void guessesOfAPasswordSlowNoOtherOrganization() throws Exception {
        ConsoleVisitor first = ConsoleVisitor.first(acme);
        ConsoleVisitor other = ConsoleVisitor.first(globex);
        assertThat(first.isSignedIn() && other.isSignedIn()).isTrue();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var guesses = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 24; i++) {
                guesses.add(threads.submit(
                        () -> new ConsoleVisitor(acme).signIn("wrong").status()));
            }
            var statuses = new HashSet<Integer>();
            for (Future<Integer> guess : guesses) {
                statuses.add(guess.get());
            }
            assertThat(statuses).contains(429);
        }
        var elsewhere = new ConsoleVisitor(globex);
        assertThat(elsewhere.signIn("wrong").status()).isEqualTo(422);
        assertThat(elsewhere.signIn(ConsoleSteps.PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void aNonceIsGoodInItsOrganization() {
        for (OrganizationSite of : SITES) {
            String nonce = prove(of, "").header("DPoP-Nonce");
            assertThat(nonce).isNotEmpty();
            for (OrganizationSite at : SITES) {
                Reply reply = prove(at, nonce);
                assertThat(reply.status()).as(of.path() + " at " + at.path()).isEqualTo(of == at ? 200 : 400);
                if (of != at) {
                    assertThat(reply.text("error")).isEqualTo("use_dpop_nonce");
                }
            }
        }
    }

    @Test
    void aProofIdIsUsedOnceInEachOrganization() {
        String id = Secrets.generateId();
        for (OrganizationSite site : SITES) {
            String nonce = prove(site, "").header("DPoP-Nonce");
            assertThat(prove(site, nonce, id).status()).as(site.path()).isEqualTo(200);
            assertThat(prove(site, nonce, id).text("error")).isEqualTo("invalid_dpop_proof");
        }
    }

    private static Reply prove(OrganizationSite site, String nonce) {
        return prove(site, nonce, Secrets.generateId());
    }

    private static Reply prove(OrganizationSite site, String nonce, String id) {
        SampleProof proof = SampleProof.at(Instant.now()).with("jti", id).with("htu", site.published("/oauth2/token"));
        String compact =
                nonce.isEmpty() ? proof.compact() : proof.with("nonce", nonce).compact();
        return WrittenRequests.send(
                "POST",
                site.url("/oauth2/token"),
                Map.of(
                        "Authorization",
                        WrittenRequests.basic("dpop", OrganizationSite.SECRET),
                        "Content-Type",
                        WrittenRequests.FORM,
                        "DPoP",
                        compact),
                WrittenRequests.form(Map.of("grant_type", "client_credentials")));
    }

    @Test
    void anOrganizationMayTrustAnotherAndIsItselfAlone() {
        for (OrganizationSite of : SITES) {
            of.registerApplication(
                    "chaining",
                    Map.of(
                            "access_token", Map.of("typ", "JWT", "signing_alg", "ES256"),
                            "audiences",
                                    SITES.stream().map(OrganizationSite::issuer).toList()));
        }
        for (OrganizationSite of : SITES) {
            Map<String, Object> issuer = Map.of(
                    "name", "organization" + of.slug(),
                    "issuer", of.issuer(),
                    "keys", Map.of("jwks_url", of.url("/oauth2/jwks")));
            for (OrganizationSite at : SITES) {
                Reply registered = at.api("POST", "/trusted-token-issuers", issuer);
                if (of == at) {
                    assertThat(registered.status()).as(registered.body()).isEqualTo(400);
                } else {
                    assertThat(registered.status()).as(registered.body()).isEqualTo(201);
                    String token = of.token(
                                    "chaining",
                                    OrganizationSite.SECRET,
                                    Map.of("grant_type", "client_credentials", "resource", at.issuer()))
                            .text("access_token");
                    Reply exchanged = exchange(at, token);
                    assertThat(exchanged.status())
                            .as(of.path() + " at " + at.path() + exchanged.body())
                            .isEqualTo(200);
                    assertThat(exchange(at, token).status()).isEqualTo(400);
                    assertThat(of.isActive(token)).isTrue();
                }
            }
        }
    }
}
