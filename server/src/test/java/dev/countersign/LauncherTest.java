package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the launcher, run by bash, with a JDK and a Maven that only print their arguments. */
@DisabledOnOs(WINDOWS)
class LauncherTest {

    private static final int EX_USAGE = 64;
    private static final int EX_UNAVAILABLE = 69;
    private static final int EX_SOFTWARE = 70;

    @TempDir
    private Path folder;

    private LauncherSandbox sandbox;

    @BeforeEach
    void copyLauncher() throws IOException {
        sandbox = new LauncherSandbox(folder.toRealPath());
    }

    @Test
    void saysInOneSentenceThatThereIsNoJdk() throws Exception {
        sandbox.installed();

        var run = sandbox.launch("demo");

        assertThat(run.status()).isEqualTo(EX_UNAVAILABLE);
        assertThat(run.err())
                .startsWith("countersign: No JDK 25 or newer found")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws Exception {
        sandbox.installed();
        sandbox.set("JAVA_HOME", sandbox.jdk("old", "17.0.15"));

        assertThat(sandbox.launch("demo").status()).isEqualTo(EX_UNAVAILABLE);
    }

    @Test
    void prefersCountersignJavaHomeToJavaHome() throws Exception {
        sandbox.installed();
        sandbox.set("JAVA_HOME", sandbox.jdk("other", "25"));
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25.0.3"));

        assertThat(sandbox.launch("demo").out()).startsWith("java of ours");
    }

    @Test
    void prefersJavaHomeToTheSystemFolders() throws Exception {
        sandbox.installed();
        sandbox.jdk("jvm/system", "25.0.3");
        sandbox.set("JAVA_HOME", sandbox.jdk("other", "26.0.1"));

        assertThat(sandbox.launch("demo").out()).startsWith("java of other");
    }

    @Test
    void findsAJdkInTheSystemFolders() throws Exception {
        sandbox.installed();
        sandbox.jdk("jvm/java-17", "17.0.15");
        sandbox.jdk("jvm/java-25", "25.0.3");

        assertThat(sandbox.launch("demo").out()).startsWith("java of java-25");
    }

    @Test
    void neverFallsBackFromACountersignJavaHomeThatWillNotDo() throws Exception {
        sandbox.installed();
        sandbox.set("JAVA_HOME", sandbox.jdk("other", "25"));
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("old", "21.0.1"));

        var run = sandbox.launch("demo");

        assertThat(run.status()).isEqualTo(EX_UNAVAILABLE);
        assertThat(run.err())
                .contains("COUNTERSIGN_JAVA_HOME", "which is Java 21;")
                .hasLineCount(1);
    }

    @Test
    void namesACountersignJavaHomeWithoutJava() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", folder.resolve("nothing here"));

        var run = sandbox.launch("demo");

        assertThat(run.status()).isEqualTo(EX_UNAVAILABLE);
        assertThat(run.err()).contains("nothing here", "there is no bin/java in it");
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));

        var run = sandbox.launch("issuer", "add", "two words", "", "*", "$HOME");

        assertThat(run.out()).endsWith("""
                        [dev.countersign.server.Main]
                        [issuer]
                        [add]
                        [two words]
                        []
                        [*]
                        [$HOME]
                        """);
    }

    @Test
    void answersWithTheStatusOfTheServer() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));
        sandbox.set("FAKE_STATUS", Integer.toString(EX_USAGE));

        assertThat(sandbox.launch().status()).isEqualTo(EX_USAGE);
    }

    @Test
    void handsOverTheOptionsOfTheUserAndOnlyOneCollector() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));
        sandbox.set("COUNTERSIGN_JAVA_OPTS", "-Xmx1g -XX:+UseZGC");

        assertThat(sandbox.launch().out()).contains("[-Xmx1g]\n[-XX:+UseZGC]\n").doesNotContain("SerialGC");
    }

    @Test
    void hasLibrariesLoadedFromWhereTheBuildUnpackedThem() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));
        Path libraries = Files.createDirectories(sandbox.launcher().resolveSibling("lib/native"));
        Files.createFile(libraries.resolve("libamazonCorrettoCryptoProvider.so"));

        assertThat(sandbox.launch("serve").out())
                .contains(
                        "[-Dorg.sqlite.lib.path=" + libraries + "]",
                        "[-Djava.library.path=" + libraries + "]",
                        "[-Dcom.amazon.corretto.crypto.provider.useExternalLib=true]");
    }

    @Test
    void leavesUnpackingToTheProviderWhereTheBuildHasNotDoneIt() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));

        assertThat(sandbox.launch("serve").out()).doesNotContain("java.library.path", "useExternalLib");
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        sandbox.installed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), sandbox.launcher());

        assertThat(sandbox.launchAs(link, "demo").out())
                .contains("[" + sandbox.launcher().resolveSibling("lib") + "/*]");
    }

    @Test
    void prefersTheRuntimeOfAPackageToJavaHome() throws Exception {
        sandbox.packed();
        sandbox.set("JAVA_HOME", sandbox.jdk("other", "25"));

        assertThat(sandbox.launch("demo").out()).startsWith("java of runtime");
    }

    @Test
    void preparesQuickStartsOfAPackageOnceAndForItsOwnRuntimeAlone() throws Exception {
        sandbox.packed();
        sandbox.set("COUNTERSIGN_JAVA_HOME", sandbox.jdk("ours", "25"));
        assertThat(sandbox.launch("demo").err()).isEmpty();
        sandbox.set("COUNTERSIGN_JAVA_HOME", "");

        var prepared = sandbox.launch("--prepare");

        assertThat(prepared.status()).isZero();
        assertThat(prepared.err()).startsWith("Preparing quick starts").hasLineCount(1);
        assertThat(prepared.out()).isEmpty();
        assertThat(sandbox.launcher().resolveSibling("countersign-start.log"))
                .content()
                .contains("[dev.countersign.server.AotTraining]");
        assertThat(sandbox.launch("demo").err()).isEmpty();
    }

    @Test
    void refusesAPackageOnAnotherPlatform() throws Exception {
        sandbox.packed();
        for (String[] platform :
                new String[][] {{"darwin24", "x86_64"}, {"linux-musl", "x86_64"}, {"linux-gnu", "aarch64"}}) {
            sandbox.set("OSTYPE", platform[0]);
            sandbox.set("HOSTTYPE", platform[1]);

            var run = sandbox.launch("demo");

            assertThat(run.status()).isEqualTo(EX_UNAVAILABLE);
            assertThat(run.err())
                    .contains("for Linux on x86-64 with glibc, not for " + platform[0] + " on " + platform[1])
                    .doesNotContain("Preparing");
        }
    }

    @Test
    void refusesToRunOnWindows() throws Exception {
        sandbox.checkout();
        sandbox.set("OSTYPE", "msys");

        var run = sandbox.launch("demo");

        assertThat(run.status()).isEqualTo(EX_UNAVAILABLE);
        assertThat(run.err()).contains("Use WSL or the container image").hasLineCount(1);
    }

    @Test
    void buildsACheckoutOnce() throws Exception {
        sandbox.checkout();

        var first = sandbox.launch("demo");
        var second = sandbox.launch("demo");

        assertThat(first.err()).contains("Building Countersign");
        assertThat(first.out()).startsWith("java of ours");
        assertThat(second.err()).isEmpty();
        assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        Path source = sandbox.checkout();
        sandbox.launch("demo");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

        sandbox.launch("demo");

        assertThat(sandbox.builds()).isEqualTo(2);
    }

    @Test
    void buildsOnceWhenTwoStartTogether() throws Exception {
        sandbox.checkout();

        assertThatTwoBuildOnce();
    }

    @Test
    void buildsOnceWhenTwoStartTogetherOnAMachineWithoutFlock() throws Exception {
        sandbox.checkout();
        Files.deleteIfExists(sandbox.commands().resolve("flock"));

        assertThatTwoBuildOnce();
        assertThat(sandbox.launcher().resolveSibling("server/target/.build-lock.d"))
                .doesNotExist();
    }

    private void assertThatTwoBuildOnce() throws Exception {
        Process one = sandbox.start(sandbox.launcher(), "one", "demo");
        Process two = sandbox.start(sandbox.launcher(), "two", "demo");

        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void showsTheEndOfTheLogWhenTheBuildFails() throws Exception {
        sandbox.checkout();
        sandbox.set("FAKE_BUILD_STATUS", "1");

        var run = sandbox.launch("demo");

        assertThat(run.status()).isEqualTo(EX_SOFTWARE);
        assertThat(run.err()).contains("what went wrong", "countersign-build.log");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        sandbox.checkout();
        Files.delete(sandbox.commands().resolve("mvn"));

        var run = sandbox.launch("demo");

        assertThat(run.status()).isEqualTo(EX_UNAVAILABLE);
        assertThat(run.err()).contains("there is no mvn on the PATH");
    }
}
