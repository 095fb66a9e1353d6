package dev.countersign.server.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.countersign.core.jose.signing.SigningUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The PKCS#11 library itself, for what the provider of the JDK does not do: it finds a slot by the label of its token, and
 * initializes the library anew (PKCS#11 v2.40 §5.4 to §5.6). The layouts are those of 64-bit Linux.
 */
@SuppressWarnings("restricted") // the library is the operator's, and the provider of the JDK calls the same functions
final class ModuleLibrary {
    private static final long OK = 0;
    private static final long NOT_INITIALIZED = 0x190;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long OS_LOCKING_OK = 2;

    /** Places in CK_FUNCTION_LIST, after the version. */
    private static final int INITIALIZE = 0;

    private static final int FINALIZE = 1;
    private static final int GET_SLOT_LIST = 4;
    private static final int GET_TOKEN_INFO = 6;

    /** CK_C_INITIALIZE_ARGS: four functions, flags, and a reserved pointer. */
    private static final MemoryLayout ARGUMENTS = MemoryLayout.sequenceLayout(6, JAVA_LONG);

    private static final int FLAGS = 4;
    /** CK_TOKEN_INFO begins with the label, padded with blanks. */
    private static final int LABEL_BYTES = 32;

    private static final long TOKEN_INFO_BYTES = 256;
    private static final long MOST_SLOTS = 1024;
    private static final long MOST_FUNCTIONS = 68;

    private final MemorySegment functions;

    private ModuleLibrary(MemorySegment functions) {
        this.functions = functions;
    }

    /** @throws SigningUnavailableException when it cannot be loaded */
    static ModuleLibrary load(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = SymbolLookup.libraryLookup(file, Arena.global())
                    .find("C_GetFunctionList")
                    .orElseThrow(() -> new SigningUnavailableException("the library is none of PKCS#11"));
            MemorySegment list = arena.allocate(ADDRESS);
            check("C_GetFunctionList", invoke(entry, list));
            return new ModuleLibrary(list.get(ADDRESS, 0).reinterpret((MOST_FUNCTIONS + 1) * ADDRESS.byteSize()));
        } catch (IllegalArgumentException unusable) {
            throw new SigningUnavailableException("the library cannot be loaded", unusable);
        }
    }

    /**
     * The slot whose token has this label.
     *
     * @throws SigningUnavailableException when there is none now, or more than one
     */
    long slotOf(String label) {
        initialize();
        List<Long> found = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            MemorySegment slots = arena.allocate(JAVA_LONG, MOST_SLOTS);
            count.set(JAVA_LONG, 0, MOST_SLOTS);
            check("C_GetSlotList", invoke(function(GET_SLOT_LIST), (byte) 1, slots, count));
            MemorySegment token = arena.allocate(TOKEN_INFO_BYTES, JAVA_LONG.byteAlignment());
            for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
                long slot = slots.getAtIndex(JAVA_LONG, i);
                // a slot that does not answer is not the one; others may be
                if (invoke(function(GET_TOKEN_INFO), slot, token) == OK
                        && label(token).equals(label)) {
                    found.add(slot);
                }
            }
        }
        if (found.size() != 1) {
            throw new SigningUnavailableException(
                    (found.isEmpty() ? "no token has the label %s" : "several tokens have the label %s")
                            .formatted(label));
        }
        return found.getFirst();
    }

    private static String label(MemorySegment token) {
        byte[] padded = token.asSlice(0, LABEL_BYTES).toArray(JAVA_BYTE);
        return new String(padded, StandardCharsets.UTF_8).stripTrailing();
    }

    /** Ends the use of the library and begins it anew, so that it finds tokens that have come back. All its sessions end. */
    void restart() {
        long finished = invoke(function(FINALIZE), MemorySegment.NULL);
        if (finished != NOT_INITIALIZED) {
            check("C_Finalize", finished);
        }
        initialize();
    }

    private void initialize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(ARGUMENTS);
            arguments.setAtIndex(JAVA_LONG, FLAGS, OS_LOCKING_OK);
            long result = invoke(function(INITIALIZE), arguments);
            if (result != ALREADY_INITIALIZED) {
                check("C_Initialize", result);
            }
        }
    }

    MemorySegment function(int place) {
        return functions.getAtIndex(ADDRESS, place + 1L);
    }

    private static void check(String function, long result) {
        if (result != OK) {
            throw new SigningUnavailableException(
                    "%s of the library failed: 0x%s".formatted(function, Long.toHexString(result)));
        }
    }

    /** Calls a function; its parameters have the types of the arguments. */
    static long invoke(MemorySegment function, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = arguments[i] instanceof Long ? JAVA_LONG : arguments[i] instanceof Byte ? JAVA_BYTE : ADDRESS;
        }
        try {
            return (long) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, layouts))
                    .invokeWithArguments(arguments);
        } catch (RuntimeException | Error fault) {
            throw fault;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a function of C throws nothing", impossible);
        }
    }
}
