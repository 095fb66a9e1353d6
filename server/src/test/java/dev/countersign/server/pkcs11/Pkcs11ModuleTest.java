package dev.countersign.server.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.e2e.SoftHsm;
import dev.countersign.server.config.ModuleSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a module in this process, with a token of SoftHSM. */
class Pkcs11ModuleTest {
    private static final int OPEN_SESSION = 12;
    private static final int SESSION_INFO = 15;
    private static final int LOGIN = 18;
    private static final int FIND_OBJECTS_INIT = 26;
    private static final int FIND_OBJECTS = 27;
    private static final long FOR_READING = 4;
    private static final long USER = 1;
    private static final long ALREADY_LOGGED_IN = 0x100;
    private static final long CKA_LABEL = 3;

    @TempDir
    Path folder;

    @SuppressWarnings("restricted") // the variable of the library, which the class libraries of Java cannot set
    private static void setVariable(String name, String value) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            var setenv = Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().find("setenv").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT));
            int _ = (int) setenv.invoke(arena.allocateFrom(name), arena.allocateFrom(value), 1);
        }
    }

    private static long session(ModuleLibrary library) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment session = arena.allocate(ValueLayout.JAVA_LONG);
            call(
                    library,
                    OPEN_SESSION,
                    library.slotOf("countersign"),
                    FOR_READING,
                    MemorySegment.NULL,
                    MemorySegment.NULL,
                    session);
            return session.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static boolean isOpen(ModuleLibrary library, long session) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(ValueLayout.JAVA_LONG, 4);
            return ModuleLibrary.invoke(library.function(SESSION_INFO), session, info) == 0;
        }
    }

    /** The number of objects with this label, public and private. */
    private static long labelled(ModuleLibrary library, String label) {
        long id = session(library);
        try (Arena arena = Arena.ofConfined()) {
            long login = ModuleLibrary.invoke(
                    library.function(LOGIN), id, USER, arena.allocateFrom(SoftHsm.PIN), (long) SoftHsm.PIN.length());
            assertThat(login).isIn(0L, ALREADY_LOGGED_IN);
            MemorySegment attribute = arena.allocate(ValueLayout.JAVA_LONG, 3);
            attribute.setAtIndex(ValueLayout.JAVA_LONG, 0, CKA_LABEL);
            attribute.setAtIndex(ValueLayout.ADDRESS, 1, arena.allocateFrom(label));
            attribute.setAtIndex(ValueLayout.JAVA_LONG, 2, label.length());
            call(library, FIND_OBJECTS_INIT, id, attribute, 1L);
            MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG, 16);
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            call(library, FIND_OBJECTS, id, found, 16L, count);
            return count.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static void call(ModuleLibrary library, int place, Object... arguments) {
        assertThat(ModuleLibrary.invoke(library.function(place), arguments)).isZero();
    }

    @Test
    void aTokenIsFoundByItsLabelAComingBackIsNoticedAndAKeyWithoutANameHasALabel() throws Throwable {
        SoftHsm token = SoftHsm.in(folder);
        setVariable("SOFTHSM2_CONF", token.configuration().toString());
        var module = new Pkcs11Module(new ModuleSettings(
                token.library(), Optional.empty(), Optional.of("countersign"), SoftHsm.PIN, Duration.ofSeconds(30)));
        SigningKey key = SigningKey.generate(Algorithm.ES256, module);
        assertThat(key.sign(new byte[1])).hasSize(64);

        token.remove();
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(SigningUnavailableException.class).isThrownBy(() -> key.sign(new byte[1]));
        }
        token.insert();
        assertThat(key.sign(new byte[1])).as("in the same process").hasSize(64);

        ModuleLibrary library = ModuleLibrary.load(token.library());
        assertIsInitializedAnewForAKeyThatStaysAway(library, module, key);
        assertThat(labelled(library, ModuleSession.LABEL)).isEqualTo(1);
        module.generate(Algorithm.ES256);
        assertThat(labelled(library, ModuleSession.LABEL)).isEqualTo(2);
        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> library.slotOf("another"))
                .withMessage("no token has the label another");
    }

    /** Also while another key signs: of a token that was away, one can be back before the other. */
    private static void assertIsInitializedAnewForAKeyThatStaysAway(
            ModuleLibrary library, Pkcs11Module module, SigningKey key) {
        long session = session(library);
        for (int i = 0; i < 2; i++) {
            assertThat(isOpen(library, session)).as("failure %s", i).isTrue();
            assertThatExceptionOfType(SigningUnavailableException.class)
                    .isThrownBy(() -> module.sign("away", Algorithm.ES256, new byte[1]));
            assertThat(key.sign(new byte[1])).hasSize(64);
        }
        assertThat(isOpen(library, session)).as("sessions end with the library").isFalse();
    }

    @Test
    void aLibraryOfSomethingElseIsRefused() {
        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> ModuleLibrary.load(Path.of(System.getProperty("java.home"), "lib", "libnet.so")))
                .withMessage("the library is none of PKCS#11");
    }
}
