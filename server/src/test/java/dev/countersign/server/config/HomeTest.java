package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.home.MasterKeyFile;
import dev.countersign.server.config.home.UnusableMasterKeyException;
import dev.countersign.server.config.setting.ConfigurationProblem;
import dev.countersign.server.config.setting.DeploymentTemplate;
import dev.countersign.server.config.setting.SettingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

    @TempDir
    private Path folder;

    @Test
    void theOptionComesBeforeTheEnvironmentAndThatBeforeTheUsersHome() {
        var environment = Map.of("COUNTERSIGN_HOME", "/env");

        assertThat(Home.locate(Optional.of("/opt"), environment, "/home/me")).contains(new Home(Path.of("/opt")));
        assertThat(Home.locate(Optional.empty(), environment, "/home/me")).contains(new Home(Path.of("/env")));
        assertThat(Home.locate(Optional.empty(), Map.of("COUNTERSIGN_HOME", ""), "/home/me"))
                .contains(new Home(Path.of("/home/me/.countersign")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?"})
    void thereIsNoneForAUserWithoutAHome(String userHome) {
        assertThat(Home.locate(Optional.empty(), Map.of(), userHome)).isEmpty();
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        var home = new Home(folder.resolve("a/b"));
        home.create();

        for (Path made : List.of(home.path(), home.conf(), home.data())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void theFirstConfigurationFileChangesNothingAndIsNeverOverwritten() throws IOException {
        var home = new Home(folder);
        home.create();

        assertThat(Configured.in(folder).sound().server())
                .isEqualTo(Configured.in(folder.resolve("none")).sound().server());
        Files.writeString(home.deploymentFile(), "[server]\nport = 1\n");
        home.create();
        assertThat(Configured.in(folder).sound().server().port()).isEqualTo(1);
    }

    @Test
    void everyLineOfTheFirstConfigurationFileNamesASettingThatExists() {
        var uncommented = DeploymentTemplate.text().replaceAll("(?m)^# ([a-z0-9_]+ = )", "$1");

        assertThat(Configured.in(folder).file(uncommented).problems())
                .extracting(ConfigurationProblem::nearest)
                .containsOnly(Optional.empty());
        assertThat(uncommented.lines().filter(line -> line.matches("[a-z0-9_]+ = .*")))
                .hasSameSizeAs(SettingTable.ALL);
    }

    @Test
    void keepsItsMasterKeyForItsOwnerAlone() throws Exception {
        var home = new Home(folder);
        home.create();
        var file = new MasterKeyFile(home, Map.of());
        assertThat(file.find()).isEmpty();

        var made = file.generate();

        assertThat(file.find()).contains(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.masterKeyFile())))
                .isEqualTo("rw-------");
        assertThat(file.isExposed()).isFalse();
        assertThatThrownBy(file::generate).isInstanceOf(IOException.class);
    }

    @Test
    void theMasterKeyOfTheEnvironmentComesFirst() throws Exception {
        var home = new Home(folder);
        home.create();
        new MasterKeyFile(home, Map.of()).generate();
        var other = MasterKey.generate();

        assertThat(new MasterKeyFile(home, Map.of("COUNTERSIGN_MASTER_KEY", other.toBase64())).find())
                .contains(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "c2hvcnQ="})
    void aDamagedMasterKeyIsRefusedWithoutShowingIt(String damaged) {
        var file = new MasterKeyFile(new Home(folder), Map.of("COUNTERSIGN_MASTER_KEY", damaged));

        assertThatThrownBy(file::find)
                .isInstanceOf(UnusableMasterKeyException.class)
                .hasMessageStartingWith("COUNTERSIGN_MASTER_KEY: ")
                .hasMessageNotContaining(damaged);
    }

    @Test
    void aChangeOfTheMasterKeyKeepsTheOneBefore() throws Exception {
        var home = new Home(folder);
        home.create();
        var file = new MasterKeyFile(home, Map.of());
        assertThatThrownBy(file::change).isInstanceOf(UnusableMasterKeyException.class);
        MasterKey before = file.generate();

        file.change();

        assertThat(file.previous()).contains(before);
        assertThat(file.find()).isPresent().get().isNotEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.previousMasterKeyFile())))
                .isEqualTo("rw-------");
        assertThatThrownBy(file::change)
                .as("the key before is not lost by a second change")
                .isInstanceOf(UnusableMasterKeyException.class);
        assertThat(file.previous()).contains(before);
    }

    @Test
    void aChangeThatDiedBetweenTheTwoFilesGoesOn() throws Exception {
        var home = new Home(folder);
        home.create();
        var file = new MasterKeyFile(home, Map.of());
        MasterKey before = file.generate();
        Files.copy(home.masterKeyFile(), home.previousMasterKeyFile());
        Files.writeString(home.conf().resolve("master.key.new"), "torn");

        file.change();

        assertThat(file.previous()).contains(before);
        assertThat(file.find()).isPresent().get().isNotEqualTo(before);
        assertThat(home.conf().resolve("master.key.new")).doesNotExist();
    }

    @Test
    void aMasterKeyOfTheEnvironmentIsChangedThere() throws Exception {
        var home = new Home(folder);
        home.create();
        String key = MasterKey.generate().toBase64();
        var file =
                new MasterKeyFile(home, Map.of("COUNTERSIGN_MASTER_KEY", key, "COUNTERSIGN_MASTER_KEY_PREVIOUS", key));

        assertThat(file.previous()).contains(MasterKey.ofBase64(key));
        assertThatThrownBy(file::change)
                .isInstanceOf(UnusableMasterKeyException.class)
                .hasMessageNotContaining(key);
    }

    @Test
    void aMasterKeyThatOthersMayReadIsNoticed() throws IOException {
        var home = new Home(folder);
        home.create();
        var file = new MasterKeyFile(home, Map.of());
        file.generate();
        Files.setPosixFilePermissions(home.masterKeyFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(file.isExposed()).isTrue();
    }
}
