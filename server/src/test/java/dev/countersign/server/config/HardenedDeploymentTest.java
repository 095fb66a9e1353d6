package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests that the deployment files give each process the privileges it needs and no more. */
class HardenedDeploymentTest {
    private static final Path FOLDER = Path.of("..", "deploy");
    private static final Path COMPOSE = FOLDER.resolve("compose/compose.yaml");
    private static final Path MANIFEST = FOLDER.resolve("kubernetes/countersign.yaml");
    private static final Path UNIT = FOLDER.resolve("systemd/countersign.service");

    /** What the JVM needs beside its heap. */
    private static final int BESIDE_THE_HEAP_MB = 512;

    private static final Pattern OURS =
            Pattern.compile("([a-z.]+/)?countersign:\\d+\\.\\d+\\.\\d+(@sha256:[0-9a-f]{64})?");
    private static final Pattern PINNED = Pattern.compile("[a-z./-]+:\\d+\\.\\d+[A-Za-z0-9._-]*@sha256:[0-9a-f]{64}");

    private static List<Object> documents(Path file) throws IOException {
        var settings = LoadSettings.builder().build();
        var documents = new ArrayList<>();
        new Load(settings).loadAllFromString(Files.readString(file)).forEach(documents::add);
        return documents;
    }

    /** The value at a path of names and positions. */
    private static Object at(Object document, Object... path) {
        Object value = document;
        for (Object step : path) {
            value = value instanceof List<?> list && step instanceof Integer index
                    ? list.get(index)
                    : Objects.requireNonNull(((Map<?, ?>) value).get(step), () -> "no " + step);
        }
        return value;
    }

    /** The services of the compose file, each with what it takes from others by merge keys. */
    private static Map<Object, Object> services() throws IOException {
        var services = new LinkedHashMap<>();
        ((Map<?, ?>) at(documents(COMPOSE).getFirst(), "services"))
                .forEach((name, service) -> services.put(name, merged((Map<?, ?>) service)));
        return services;
    }

    private static Map<Object, Object> merged(Map<?, ?> service) {
        var all = new LinkedHashMap<>();
        if (service.get("<<") instanceof Map<?, ?> others) {
            all.putAll(merged(others));
        }
        all.putAll(service);
        return all;
    }

    private static Object manifest(String kind) throws IOException {
        return documents(MANIFEST).stream()
                .filter(document -> at(document, "kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static int megabytes(Object size) {
        var matcher = Pattern.compile("(\\d+)([mMgG])i?").matcher(String.valueOf(size));
        assertThat(matcher.matches()).as("%s", size).isTrue();
        return Integer.parseInt(matcher.group(1)) * (matcher.group(2).equalsIgnoreCase("g") ? 1024 : 1);
    }

    private static int heap(Object options) {
        var matcher = Pattern.compile("-Xmx(\\d+[mg])").matcher(String.valueOf(options));
        assertThat(matcher.find()).as("%s", options).isTrue();
        return megabytes(matcher.group(1));
    }

    private static List<String> unit(String name) throws IOException {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    @Test
    void theDatabaseKnowsNoSecretOfTheNodes() throws IOException {
        Object database = at(services(), "database");

        assertThat(at(database, "env_file")).isEqualTo("database.env");
        assertThat(at(database, "environment").toString()).doesNotContain("COUNTERSIGN_");
        assertThat(assignments("compose/database.env.example")).containsExactly("POSTGRES_PASSWORD=");
        assertThat(assignments("compose/secrets.env.example")).allMatch(line -> line.matches("COUNTERSIGN_[A-Z_]+="));
        services().forEach((name, service) -> {
            boolean knows = ((Map<?, ?>) service).get("env_file") instanceof String file && file.equals("secrets.env");
            assertThat(knows).as("%s", name).isEqualTo(String.valueOf(name).startsWith("node-"));
        });
    }

    private static List<String> assignments(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file)).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .toList();
    }

    @Test
    void noImageMoves() throws IOException {
        var images = new ArrayList<String>();
        services().values().forEach(service -> images.add(String.valueOf(at(service, "image"))));
        images.add(String.valueOf(at(manifest("Deployment"), "spec", "template", "spec", "containers", 0, "image")));
        Files.readAllLines(FOLDER.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("FROM "))
                .forEach(line -> images.add(line.split(" ", -1)[1]));

        assertThat(images)
                .hasSize(7)
                .allMatch(image ->
                        OURS.matcher(image).matches() || PINNED.matcher(image).matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"countersign", "countersign:latest", "registry.example.com/countersign:1"})
    void anImageOfOursWithoutAVersionMoves(String image) {
        assertThat(OURS.matcher(image).matches() || PINNED.matcher(image).matches())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nginx:stable", "postgres:17", "postgres:17.6", "postgres:17@sha256:00"})
    void anImageOfOthersWithoutADigestMoves(String image) {
        assertThat(PINNED.matcher(image).matches()).isFalse();
    }

    @Test
    void everyContainerOfTheComposeFileIsConfined() throws IOException {
        services().forEach((name, service) -> {
            assertThat(at(service, "read_only")).as("%s", name).isEqualTo(true);
            assertThat(at(service, "cap_drop")).as("%s", name).isEqualTo(List.of("ALL"));
            assertThat(at(service, "security_opt")).as("%s", name).isEqualTo(List.of("no-new-privileges:true"));
            assertThat(String.valueOf(at(service, "user"))).as("%s", name).matches("[1-9]\\d*:[1-9]\\d*");
            assertThat(megabytes(at(service, "mem_limit"))).as("%s", name).isPositive();
            assertThat((int) at(service, "pids_limit")).as("%s", name).isPositive();
        });
        assertThat(at(services(), "database", "networks")).isEqualTo(List.of("data"));
        assertThat(at(documents(COMPOSE).getFirst(), "networks", "data", "internal"))
                .isEqualTo(true);
    }

    @Test
    void theNodesTrustTheProxyByItsAddressAlone() throws IOException {
        Object proxy = at(services(), "nginx", "networks", "front", "ipv4_address");

        assertThat(at(services(), "node-1", "environment", "COUNTERSIGN_SERVER_TRUSTED_PROXIES"))
                .isEqualTo(proxy);
    }

    @Test
    void thePodIsConfined() throws IOException {
        Object pod = at(manifest("Deployment"), "spec", "template", "spec");

        assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
        assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
        Object container = at(pod, "containers", 0, "securityContext");
        assertThat(at(container, "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(container, "allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(at(container, "capabilities", "drop")).isEqualTo(List.of("ALL"));
    }

    @Test
    void theNetworkPolicyNamesWhatMayComeInAndGoOut() throws IOException {
        Object policy = at(manifest("NetworkPolicy"), "spec");

        assertThat(at(policy, "podSelector")).isEqualTo(at(manifest("Deployment"), "spec", "selector"));
        assertThat(at(policy, "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        assertThat(at(policy, "ingress", 0, "ports")).isEqualTo(List.of(Map.of("protocol", "TCP", "port", "https")));
        for (Object rule : (List<?>) at(policy, "egress")) {
            assertThat((List<?>) at(rule, "to")).isNotEmpty();
            assertThat((List<?>) at(rule, "ports")).isNotEmpty();
        }
        Object internet = at(policy, "egress", 2, "to", 0, "ipBlock", "except");
        assertThat(internet.toString()).contains("169.254.0.0/16", "10.0.0.0/8", "127.0.0.0/8");
    }

    @Test
    void eachHeapFitsIntoItsLimit() throws IOException {
        for (String node : List.of("node-1", "node-2")) {
            Object service = at(services(), node);
            assertThat(heap(at(service, "environment", "COUNTERSIGN_JAVA_OPTS")) + BESIDE_THE_HEAP_MB)
                    .isLessThanOrEqualTo(megabytes(at(service, "mem_limit")));
        }
        Object resources = at(manifest("Deployment"), "spec", "template", "spec", "containers", 0, "resources");
        assertThat(heap(at(manifest("ConfigMap"), "data", "COUNTERSIGN_JAVA_OPTS")) + BESIDE_THE_HEAP_MB)
                .isLessThanOrEqualTo(megabytes(at(resources, "limits", "memory")));
        assertThat(at(resources, "requests", "memory")).isEqualTo(at(resources, "limits", "memory"));
        assertThat(heap(unit("Environment")) + BESIDE_THE_HEAP_MB)
                .isLessThanOrEqualTo(megabytes(unit("MemoryMax").getFirst()));
    }

    @Test
    void theUnitIsConfined() throws IOException {
        assertThat(unit("User")).containsExactly("countersign");
        assertThat(unit("UMask")).containsExactly("0077");
        assertThat(unit("CapabilityBoundingSet")).containsExactly("");
        assertThat(unit("SystemCallFilter"))
                .containsExactly("@system-service", "~@privileged @resources @keyring @obsolete");
        assertThat(unit("ProtectProc")).containsExactly("invisible");
        assertThat(unit("NoNewPrivileges")).containsExactly("yes");
        assertThat(unit("ProtectSystem")).containsExactly("strict");
    }

    @Test
    void systemdRatesTheUnitAsTheReadmeSays() throws Exception {
        Path program = InstalledProgram.orSkip("systemd", "/usr/bin/systemd-analyze");
        var process = new ProcessBuilder(program.toString(), "security", "--no-pager", "--offline=yes", UNIT.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        var rating = Pattern.compile("exposure level for countersign.service: (\\d+\\.\\d+)")
                .matcher(output);
        assertThat(rating.find()).as(output).isTrue();
        assertThat(Double.parseDouble(rating.group(1))).as(output).isLessThanOrEqualTo(1.2);
        try (Stream<String> readme = Files.lines(FOLDER.resolve("README.md"))) {
            assertThat(readme).anyMatch(line -> line.contains("rates the unit 1.1"));
        }
    }
}
