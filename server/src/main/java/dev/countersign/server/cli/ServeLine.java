package dev.countersign.server.cli;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code countersign serve} as it nearly always stands on a command line: with a home and a port, or without. The library
 * that reads command lines would take a tenth of a start for it, and reads all others.
 *
 * @param options the values by the names of the options
 */
record ServeLine(Map<String, String> options) {
    static final String COMMAND = "serve";
    static final String HOME = "--home";
    static final String PORT = "--port";

    private static final Set<String> KNOWN = Set.of(HOME, PORT);

    ServeLine {
        options = UnmodifiableCopies.of(options);
    }

    /** Empty when something else stands there, or anything that may be wrong. */
    static Optional<ServeLine> read(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals(COMMAND)) {
            return Optional.empty();
        }
        var options = new HashMap<String, String>();
        int next = 1;
        while (next < arguments.length) {
            String[] joined = arguments[next].split("=", 2);
            boolean apart = joined.length == 1;
            if (apart && next + 1 == arguments.length) {
                return Optional.empty();
            }
            String name = joined[0];
            String value = apart ? arguments[next + 1] : joined[1];
            boolean plain = !value.isEmpty() && !value.startsWith("-");
            if (!plain || !KNOWN.contains(name) || options.put(name, value) != null) {
                return Optional.empty();
            }
            next += apart ? 2 : 1;
        }
        return Optional.of(new ServeLine(options));
    }

    Optional<String> home() {
        return Optional.ofNullable(options.get(HOME));
    }

    /** The settings that options override, by key. */
    Map<String, String> settings() {
        return settings(Optional.ofNullable(options.get(PORT)));
    }

    static Map<String, String> settings(Optional<String> port) {
        return port.map(number -> Map.of("server.port", number)).orElse(Map.of());
    }
}
