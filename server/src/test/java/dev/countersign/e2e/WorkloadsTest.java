package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end tests of the recipes in {@code docs/workloads.md}: the commands are those of the page, and the tokens have
 * the headers and claims that the platforms document.
 */
class WorkloadsTest {
    private static final Path PAGE = Path.of("..", "docs", "workloads.md");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    private static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void prepare() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        for (List<String> command : commands("Workloads")) {
            run(command);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void run(List<String> command) {
        CommandRunner.administrating(server, folder)
                .run(command.toArray(String[]::new))
                .done();
    }

    /** The commands of a section, without the name of the program. */
    private static List<List<String>> commands(String heading) throws Exception {
        String page = Files.readString(PAGE);
        int start = page.indexOf("# " + heading + "\n");
        int end = page.indexOf("\n## ", start + 1);
        String section = page.substring(start, end < 0 ? page.length() : end).replace("\\\n", " ");
        var commands = new ArrayList<List<String>>();
        for (String line : section.lines().toList()) {
            if (line.startsWith("countersign ")) {
                List<String> words = WORD.matcher(line)
                        .results()
                        .map((MatchResult word) -> word.group(1) == null ? word.group(2) : word.group(1))
                        .toList();
                commands.add(words.subList(1, words.size()));
            }
        }
        assertThat(commands).as("commands of " + heading).isNotEmpty();
        return commands;
    }

    /** Follows a section of the page, with the keys of the platform in a file. */
    private static void follow(String heading, Workload platform) throws Exception {
        Path jwks = Files.writeString(folder.resolve(heading.replace(' ', '-') + ".jwks"), platform.jwks());
        for (List<String> command : commands(heading)) {
            var whole = new ArrayList<>(command);
            whole.addAll(List.of("--jwks", jwks.toString()));
            run(whole);
        }
    }

    private static Answer exchange(String assertion) throws NoAnswer {
        return server.api()
                .form("/oauth2/token", Optional.empty(), Map.of("grant_type", Api.JWT_BEARER, "assertion", assertion));
    }

    private static void assertAccepted(String assertion, String subject) throws NoAnswer, ParseException {
        Answer answer = exchange(assertion);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json()).doesNotContainKey("refresh_token").containsEntry("scope", "deployments:write");
        assertThat(SignedJWT.parse(answer.text("access_token"))
                        .getJWTClaimsSet()
                        .getSubject())
                .isEqualTo(subject);
    }

    /** Both the token endpoint and the explanation refuse it for this reason. */
    private static void assertRefused(String assertion, String code) throws NoAnswer {
        Answer explained = server.api().admin("POST", "/explain", Map.of("assertion", assertion));
        assertThat(explained.json()).containsEntry("code", code);
        Answer answer = exchange(assertion);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("error", "invalid_grant");
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    @Test
    @Spec("RFC 7521 §4.1")
    void githubActions() throws Exception {
        Workload github = Workload.signingWithRsa("38826b17-6a30-5f9b-b169-8beb8202f723");
        follow("GitHub Actions", github);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("sub", "repo:octo-org/octo-repo:environment:production");
        claims.put("environment", "production");
        claims.put("aud", server.issuer());
        claims.put("ref", "refs/heads/main");
        claims.put("sha", "a57f8e2c2cf4fd3fdd9b2f3f5c4ff2ac9e8f4a11");
        claims.put("repository", "octo-org/octo-repo");
        claims.put("repository_owner", "octo-org");
        claims.put("actor_id", "12");
        claims.put("repository_visibility", "private");
        claims.put("repository_id", "74");
        claims.put("repository_owner_id", "1234567");
        claims.put("run_id", "9876543210");
        claims.put("run_number", "10");
        claims.put("run_attempt", "2");
        claims.put("runner_environment", "github-hosted");
        claims.put("actor", "octocat");
        claims.put("workflow", "deploy");
        claims.put("head_ref", "");
        claims.put("base_ref", "");
        claims.put("event_name", "workflow_dispatch");
        claims.put("ref_protected", "true");
        claims.put("ref_type", "branch");
        claims.put("job_workflow_ref", "octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main");
        claims.put("job_workflow_sha", "a57f8e2c2cf4fd3fdd9b2f3f5c4ff2ac9e8f4a11");
        claims.put("iss", "https://token.actions.githubusercontent.com");
        claims.put("nbf", now() - 300);
        claims.put("iat", now());
        claims.put("exp", now() + 21_600);

        String token = github.token(claims, Map.of());
        assertAccepted(token, "github:repo:octo-org/octo-repo:environment:production");
        assertRefused(token, "assertion.replayed");
        assertRefused(
                github.token(claims, Map.of("repository_owner_id", "7654321", "jti", "other")),
                "policy.condition_failed");
        assertRefused(
                github.token(claims, Map.of("environment", "staging", "jti", "third")), "policy.condition_failed");
    }

    @Test
    void gitlab() throws Exception {
        Workload gitlab = Workload.signingWithRsa("4i3sFE7sxqNPOT7FdvcGA1ZVGGI_r-tsDXnEuYT4ZqE");
        follow("GitLab", gitlab);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("namespace_id", "72");
        claims.put("namespace_path", "my-group");
        claims.put("project_id", "20");
        claims.put("project_path", "my-group/my-project");
        claims.put("user_id", "1");
        claims.put("user_login", "sample-user");
        claims.put("user_email", "sample-user@example.com");
        claims.put("user_access_level", "developer");
        claims.put("user_identities", List.of(Map.of("provider", "github", "extern_uid", "2435223452345")));
        claims.put("pipeline_id", "574");
        claims.put("pipeline_source", "push");
        claims.put("job_id", "302");
        claims.put("ref", "main");
        claims.put("ref_type", "branch");
        claims.put("ref_path", "refs/heads/main");
        claims.put("ref_protected", "true");
        claims.put("groups_direct", List.of("mygroup/mysubgroup", "myothergroup/myothersubgroup"));
        claims.put("environment", "production");
        claims.put("environment_protected", "false");
        claims.put("deployment_tier", "production");
        claims.put("runner_id", 1);
        claims.put("runner_environment", "self-hosted");
        claims.put("sha", "714a629c0b401fdce83e847fc9589983fc6f46bc");
        claims.put("project_visibility", "private");
        claims.put("ci_config_ref_uri", "gitlab.com/my-group/my-project//.gitlab-ci.yml@refs/heads/main");
        claims.put("ci_config_sha", "714a629c0b401fdce83e847fc9589983fc6f46bc");
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now());
        claims.put("nbf", now() - 5);
        claims.put("exp", now() + 3600);
        claims.put("iss", "https://gitlab.com");
        claims.put("sub", "project_path:my-group/my-project:ref_type:branch:ref:main");
        claims.put("aud", server.issuer());

        assertAccepted(
                gitlab.token(claims, Map.of()), "gitlab:project_path:my-group/my-project:ref_type:branch:ref:main");
        assertRefused(gitlab.token(claims, Map.of("namespace_id", "73", "jti", "other")), "policy.condition_failed");
        assertRefused(gitlab.token(claims, Map.of("ref_protected", "false", "jti", "x")), "policy.condition_failed");
    }

    @Test
    void kubernetes() throws Exception {
        Workload cluster = Workload.signingWithRsa("OAjVVaejWFc0Yt9ykr0_8lMMuRNs67OXTWHsN02Pkyw")
                .untyped();
        Path token = Files.writeString(folder.resolve("pod.token"), "token-of-the-pod\n");
        try (var api = ProtectedJwks.start(cluster.jwks(), "token-of-the-pod")) {
            Path authority = Files.writeString(folder.resolve("ca.crt"), api.authority());
            Map<String, String> places = Map.of(
                    "https://kubernetes.default.svc/openid/v1/jwks", api.url(),
                    "ca.crt", authority.toString(),
                    "/var/run/secrets/kubernetes.io/serviceaccount/token", token.toString());
            for (List<String> command : commands("Kubernetes")) {
                run(command.stream()
                        .map(word -> places.getOrDefault(word, word))
                        .toList());
            }
            assertThat(api.authorizations()).isNotEmpty().containsOnly(Optional.of("Bearer token-of-the-pod"));
            var claims = new LinkedHashMap<String, Object>();
            claims.put("aud", List.of(server.issuer()));
            claims.put("exp", now() + 3607);
            claims.put("iat", now());
            claims.put("iss", "https://kubernetes.default.svc.cluster.local");
            claims.put("jti", UUID.randomUUID().toString());
            claims.put(
                    "kubernetes.io",
                    Map.of(
                            "namespace",
                            "orders",
                            "node",
                            Map.of("name", "worker-1", "uid", "517eb86e-b863-451b-bf70-86cb61439a3a"),
                            "pod",
                            Map.of("name", "worker", "uid", "0d8b260e-ef0e-45fb-be8e-ff44f97722e8"),
                            "serviceaccount",
                            Map.of("name", "worker", "uid", "e6a8680e-d103-4cce-80ea-03acbbeacf7d"),
                            "warnafter",
                            now() + 3607));
            claims.put("nbf", now());
            claims.put("sub", "system:serviceaccount:orders:worker");

            String assertion = cluster.token(claims, Map.of());
            assertAccepted(assertion, "cluster:system:serviceaccount:orders:worker");
            assertAccepted(assertion, "cluster:system:serviceaccount:orders:worker");
            assertRefused(
                    cluster.token(claims, Map.of("sub", "system:serviceaccount:orders-2:worker")),
                    "policy.condition_failed");
        }
        assertThat(server.output()).doesNotContain("token-of-the-pod");
    }

    @Test
    void spiffe() throws Exception {
        Workload spire = Workload.signingWithEc("Sf6GVcmrdrGgZwNcNuxuIh5fXx6vTKzU");
        follow("SPIFFE", spire);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("aud", List.of(server.issuer()));
        claims.put("exp", now() + 300);
        claims.put("iat", now());
        claims.put("iss", "https://oidc.example.org");
        claims.put("sub", "spiffe://example.org/ns/orders/sa/worker");

        assertAccepted(spire.token(claims, Map.of()), "spire:spiffe://example.org/ns/orders/sa/worker");
        assertRefused(
                spire.token(claims, Map.of("sub", "spiffe://example.org/ns/orders/sa/worker2")),
                "policy.condition_failed");
    }

    @Test
    void entra() throws Exception {
        Workload entra = Workload.signingWithRsa("kWbkR9Lr7ZXnWcDpJxB1aE4vKSg");
        follow("Entra", entra);
        String object = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
        var claims = new LinkedHashMap<String, Object>();
        claims.put("aud", "66666666-7777-8888-9999-000000000000");
        claims.put("iss", "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0");
        claims.put("iat", now() - 7200);
        claims.put("nbf", now() - 7200);
        claims.put("exp", now() - 7200 + 86_700);
        claims.put("aio", "k2RgYDhtvmXd5FrNk8pHTaV8e5lYAQA=");
        claims.put("azp", "12345678-1234-1234-1234-123456789012");
        claims.put("azpacr", "2");
        claims.put("oid", object);
        claims.put("rh", "1.AXkAEREREQAREA.");
        claims.put("sub", object);
        claims.put("tid", "11111111-2222-3333-4444-555555555555");
        claims.put("uti", "SdNTmiPLLECkrcdJ3uSyAQ");
        claims.put("ver", "2.0");

        String token = entra.token(claims, Map.of());
        assertAccepted(token, "entra:" + object);
        assertAccepted(token, "entra:" + object);
        assertRefused(entra.token(claims, Map.of("oid", "other")), "policy.condition_failed");
        assertRefused(entra.token(claims, Map.of("aud", "api://another")), "assertion.audience_mismatch");
    }

    @Test
    void theCommandLineSendsNoClient() throws Exception {
        try (ThirdParty partner = ThirdParty.start("partner")) {
            run(List.of(
                    "issuer",
                    "add",
                    "partner",
                    "--issuer",
                    partner.issuer(),
                    "--jwks-url",
                    partner.jwksUrl(),
                    "--client-authentication",
                    "optional",
                    "--default-application",
                    "deployer"));
            CommandRunner workload = new CommandRunner(folder)
                    .set("COUNTERSIGN_HOME", server.home().toString())
                    .set("COUNTERSIGN_URL", server.issuer());

            assertThat(workload.typing(partner.assertion(server.issuer()))
                            .run("exchange", "--no-client", "--assertion-file", "-", "--decode")
                            .done()
                            .json()
                            .path("claims")
                            .path("sub")
                            .asString())
                    .isEqualTo("partner:alice");
            assertThat(workload.run("exchange", "--no-client", "--client-id", "deployer", "--assertion", "a")
                            .err())
                    .contains("Only one of --no-client and --client-id can be given.");

            run(List.of("issuer", "edit", "partner", "--client-authentication", "required"));
            assertThat(workload.typing(partner.assertion(server.issuer()))
                            .run("exchange", "--no-client", "--assertion-file", "-")
                            .err())
                    .contains("401", "invalid_client");
        }
    }
}
