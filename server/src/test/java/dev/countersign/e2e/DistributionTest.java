package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import dev.countersign.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the packages, which are made from the built folder, installed into an empty Debian without Java, and run there. */
@Tag("packaged")
@Execution(ExecutionMode.CONCURRENT)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DistributionTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path BUILT = SourceFile.project().resolve("server/target/countersign");
    private static final Path AUTHORITIES = Path.of("/usr/share/ca-certificates/mozilla");
    private static final String DEBIAN = "debian";
    private static final String TOKEN = "became this access token, which the published keys verify";

    @TempDir
    private static Path folder;

    private static Path packages;
    private static String name;
    private static Path unpacked;
    private static CompletableFuture<PackageRoot.Result> debian =
            CompletableFuture.completedFuture(new PackageRoot.Result(0, ""));

    @BeforeAll
    static void packTheBuiltFolder() throws IOException {
        InstalledProgram.orSkip("dpkg", "/usr/bin/dpkg-deb");
        InstalledProgram.orSkip("ca-certificates", AUTHORITIES.toString());
        // takes as long as the packages, and waits for the network meanwhile
        debian = CompletableFuture.supplyAsync(() -> PackageRoot.debian(folder.resolve(DEBIAN)));
        packages = pack("first");
        name = files(packages, ".deb").getFirst().getFileName().toString().replace(".deb", "");
        tar("--extract", "--file", packages.resolve(name + ".tar.gz"), "--directory", folder);
        unpacked = folder.resolve(name);
    }

    /** Here rather than by JUnit, which would warn of each of their thousands of symbolic links. */
    @AfterAll
    static void removeTheRoots() {
        // a failure is that of the test which needs it
        debian.exceptionally(failure -> new PackageRoot.Result(1, failure.toString()))
                .join();
        var removed = PackageRoot.execute(
                List.of(
                        "rm",
                        "-rf",
                        folder.resolve(DEBIAN).toString(),
                        folder.resolve("image").toString()),
                Map.of());
        assertThat(removed.status()).as(removed.output()).isZero();
    }

    private static Path pack(String place) {
        Path out = folder.resolve(place);
        var result = PackageRoot.execute(
                List.of(
                        SourceFile.project().resolve("deploy/package/pack").toString(),
                        BUILT.toString(),
                        out.toString()),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "SOURCE_DATE_EPOCH", "1796000000"));
        assertThat(result.status()).as(result.output()).isZero();
        return out;
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws IOException {
        Path again = pack("second, in a folder with another name");

        try (Stream<Path> files = Files.list(packages)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(5);
            for (Path file : all) {
                assertThat(Files.mismatch(file, again.resolve(file.getFileName())))
                        .as("%s", file)
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void thePackagesAreSmallAndHaveTheirChecksums() throws Exception {
        for (String kind : List.of(".tar.gz", ".deb", "-image.tar")) {
            assertThat(Files.size(packages.resolve(name + kind))).isLessThan(110_000_000);
        }
        List<String> sums = Files.readAllLines(packages.resolve("SHA256SUMS"));
        assertThat(sums).hasSize(4);
        for (String sum : sums) {
            assertThat(sha256(packages.resolve(sum.substring(66)))).isEqualTo(sum.substring(0, 64));
        }
    }

    @Test
    void theArchiveHasFixedOwnersAndTimes() {
        List<String> entries = tar(
                        "--list", "--verbose", "--numeric-owner", "--file", packages.resolve(name + ".tar.gz"))
                .lines()
                .toList();

        assertThat(entries).isNotEmpty().allSatisfy(entry -> assertThat(entry).contains(" 0/0 ", "2026-11-30"));
        // the permissions of a link have no meaning
        assertThat(entries).noneMatch(entry -> entry.substring(0, 10).matches("[^l]....w....|[^l].......w."));
        assertThat(entries.stream().map(entry -> entry.replaceFirst(".*[0-9]{2}:[0-9]{2} ", "")))
                .contains(
                        name + "/countersign", name + "/LICENSE", name + "/runtime/bin/java", name + "/sbom.cdx.json");
    }

    @Test
    void theSbomNamesEveryJar() throws Exception {
        JsonNode sbom = JSON.readTree(packages.resolve(name + ".cdx.json").toFile());
        assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(sbom.has("serialNumber")).isFalse();
        Map<String, JsonNode> named = new HashMap<>();
        sbom.path("components").forEach(component -> named.put(nameOf(component), component));
        JsonNode product = sbom.at("/metadata/component");
        named.put(nameOf(product), product);

        List<Path> jars = files(unpacked.resolve("lib"), ".jar");
        int compared = 0;
        for (Path jar : jars) {
            String file = jar.getFileName().toString();
            JsonNode component = named.get(file.replace("-linux-x86_64", "").replace(".jar", ""));
            assertThat(component).as(file).isNotNull();
            for (JsonNode hash : component.path("hashes")) {
                if (hash.path("alg").asString().equals("SHA-256")) {
                    assertThat(hash.path("content").asString()).as(file).isEqualTo(sha256(jar));
                    compared++;
                }
            }
        }
        // those of the product have hashes only where their jars were built before the SBOM
        assertThat(compared).isGreaterThan(50).isBetween(jars.size() - 4, jars.size());
    }

    private static String nameOf(JsonNode component) {
        return component.path("name").asString() + "-"
                + component.path("version").asString();
    }

    @Test
    void theRuntimeTrustsTheAuthoritiesOfDebianAlone() throws Exception {
        var factory = CertificateFactory.getInstance("X.509");
        Set<Certificate> expected = new HashSet<>();
        for (Path file : files(AUTHORITIES, ".crt")) {
            try (var in = Files.newInputStream(file)) {
                expected.add(factory.generateCertificate(in));
            }
        }
        Path store = unpacked.resolve("runtime/lib/security/cacerts");
        var packed = KeyStore.getInstance(store.toFile(), (char[]) null);
        Set<Certificate> trusted = new HashSet<>();
        for (String alias : Collections.list(packed.aliases())) {
            trusted.add(packed.getCertificate(alias));
        }
        assertThat(trusted).hasSizeGreaterThan(50).isEqualTo(expected);

        var listed = runtime("keytool", "-list", "-cacerts");
        assertThat(listed).contains("contains " + expected.size() + " entries");
    }

    @Test
    void theRuntimeHasTheProviderOfKeysInHardware() {
        assertThat(runtime("java", "--list-modules").lines().map(module -> module.replaceFirst("@.*", "")))
                .contains("java.base", "jdk.crypto.cryptoki")
                .doesNotContain("java.desktop");
    }

    private static String runtime(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(unpacked.resolve("runtime/bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var result = PackageRoot.execute(command, Map.of());
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    // measures: alone
    @ResourceLock(Resources.GLOBAL)
    void aStartLearnsFromTheFirstOneAndIsQuickerThenOn() throws Exception {
        PackagedStart.isQuick(unpacked.resolve("countersign"), folder.resolve("first-token"));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void aDebianWithoutJavaInstallsItAndMakesAToken() throws Exception {
        PackageRoot.orSkip();
        InstalledProgram.orSkip("debootstrap", PackageRoot.DEBOOTSTRAP);
        var made = debian.join();
        assertThat(made.status()).as(made.output()).isZero();
        var system = new PackageRoot(folder.resolve(DEBIAN));
        Files.copy(packages.resolve(name + ".deb"), system.folder().resolve("countersign.deb"));

        var installed = system.run("dpkg", "--install", "/countersign.deb");
        assertThat(installed.status()).as(installed.output()).isZero();
        assertThat(installed.output()).contains("systemctl enable --now countersign");
        assertThat(system.run("sh", "-c", "command -v java").status()).isNotZero();
        assertThat(system.folder().resolve("usr/lib/countersign/start.aot")).isNotEmptyFile();

        var demo = system.run("countersign", "demo", "--once");
        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output()).contains(TOKEN).doesNotContain("Preparing");

        theSystemHasWhatItExpects(system);
        theLauncherOfTheArchiveWorksToo(system);

        Files.writeString(system.folder().resolve("var/lib/countersign/data"), "kept");
        var purged = system.run("dpkg", "--purge", "countersign");
        assertThat(purged.status()).as(purged.output()).isZero();
        assertThat(system.folder().resolve("usr/lib/countersign")).doesNotExist();
        assertThat(system.folder().resolve("var/lib/countersign/data")).exists();
        assertThat(purged.output()).contains("the data are kept").doesNotContain("warning");
    }

    private static void theSystemHasWhatItExpects(PackageRoot debian) throws IOException {
        assertThat(debian.run("stat", "-c", "%U %a", "/var/lib/countersign").output())
                .isEqualTo("countersign 700\n");
        assertThat(debian.run("stat", "-c", "%U %a", "/etc/countersign/environment")
                        .output())
                .isEqualTo("root 600\n");
        assertThat(debian.run("su", "-s", "/bin/sh", "countersign", "-c", "id -un")
                        .output())
                .isEqualTo("countersign\n");
        assertThat(debian.run("sh", "-c", "cd / && md5sum --check --quiet /var/lib/dpkg/info/countersign.md5sums"))
                .isEqualTo(new PackageRoot.Result(0, ""));
        assertThat(debian.folder().resolve("usr/lib/systemd/system/countersign.service"))
                .content()
                .contains("ExecStart=/usr/bin/countersign serve\n", "COUNTERSIGN_HOME=/var/lib/countersign\n")
                .doesNotContain("/opt/");
        assertThat(debian.run("bash", "-c", """
                source /usr/share/bash-completion/completions/countersign
                COMP_WORDS=(countersign is); COMP_CWORD=1; _complete_countersign; echo ${COMPREPLY[@]}
                """).output()).isEqualTo("issuer\n");
        assertThat(debian.folder().resolve("usr/share/man/man1/countersign.1.gz"))
                .isNotEmptyFile();
    }

    private static void theLauncherOfTheArchiveWorksToo(PackageRoot debian) throws IOException {
        Path home = debian.folder().resolve("root");
        tar("--extract", "--file", packages.resolve(name + ".tar.gz"), "--directory", home);
        String launcher = "/root/" + name + "/countersign";
        // the preparation of quick starts takes long, and is that of the .deb
        Files.createFile(home.resolve(name).resolve("start.aot.tried"));

        var version = debian.run(launcher, "--version");
        assertThat(version.status()).as(version.output()).isZero();
        assertThat(version.output()).startsWith("countersign " + name.replaceAll("countersign-|-linux-x64", ""));
    }

    @Test
    void theImageIsAnOciLayoutWhoseRootMakesAToken() throws Exception {
        PackageRoot.orSkip();
        Path layout = Files.createDirectory(folder.resolve("layout"));
        tar("--extract", "--file", packages.resolve(name + "-image.tar"), "--directory", layout);
        assertThat(JSON.readTree(layout.resolve("oci-layout").toFile())
                        .path("imageLayoutVersion")
                        .asString())
                .isEqualTo("1.0.0");
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        JsonNode manifest = JSON.readTree(blob(layout, index.at("/manifests/0")).toFile());
        JsonNode image = JSON.readTree(blob(layout, manifest.path("config")).toFile());
        Path layer = blob(layout, manifest.at("/layers/0"));

        try (var uncompressed = new GZIPInputStream(Files.newInputStream(layer))) {
            assertThat(image.at("/rootfs/diff_ids/0").asString())
                    .isEqualTo("sha256:" + sha256(uncompressed.readAllBytes()));
        }
        Path root = Files.createDirectory(folder.resolve("image"));
        tar("--extract", "--gzip", "--numeric-owner", "--same-permissions", "--file", layer, "--directory", root);
        Map<String, String> environment = new HashMap<>();
        image.at("/config/Env")
                .forEach(variable -> environment.put(
                        variable.asString().split("=", 2)[0],
                        variable.asString().split("=", 2)[1]));
        List<String> program = new ArrayList<>();
        image.at("/config/Entrypoint").forEach(argument -> program.add(argument.asString()));
        program.addAll(List.of("demo", "--once"));

        var demo = new PackageRoot(root).runAs(image.at("/config/User").asString(), environment, program);

        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output()).contains(TOKEN);
        assertThat(root.resolve("bin")).doesNotExist();
    }

    private static Path blob(Path layout, JsonNode descriptor) throws Exception {
        String digest = descriptor.path("digest").asString();
        Path blob = layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
        assertThat(blob).hasSize(descriptor.path("size").asLong());
        assertThat(digest).isEqualTo("sha256:" + sha256(blob));
        return blob;
    }

    private static String sha256(Path file) throws Exception {
        return sha256(Files.readAllBytes(file));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String tar(Object... arguments) {
        List<String> command = new ArrayList<>(List.of("tar"));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        var result = PackageRoot.execute(command, Map.of("TZ", "UTC"));
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }
}
