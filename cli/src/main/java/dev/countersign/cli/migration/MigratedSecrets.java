package dev.countersign.cli.migration;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Client secrets of an export. The trust file names the environment variables that contain them. */
final class MigratedSecrets {
    private static final String PREFIX = "COUNTERSIGN_IMPORTED_";
    private static final int SHORTEST = 32;
    private static final int LONGEST = 512;

    /** Hashes and ciphertexts as the products store them: bcrypt, PBKDF2, Argon2, and JSON around either. */
    private static final Pattern STORED = Pattern.compile("\\$(2[abxy]|pbkdf2|argon2|scrypt).*|\\{.*}");

    private final Map<String, String> byVariable = new LinkedHashMap<>();

    /** The reason why a secret cannot be carried, as a clause; empty when it can. */
    static Optional<String> objection(String secret) {
        if (secret.chars().allMatch(c -> c == '*')) {
            return Optional.of("it is masked in the export");
        }
        if (secret.startsWith("${")) {
            return Optional.of("the export only names where it is kept");
        }
        if (STORED.matcher(secret).matches()) {
            return Optional.of("it is hashed or encrypted in the export");
        }
        if (secret.length() < SHORTEST || secret.length() > LONGEST) {
            return Optional.of(
                    "it has %s characters, and a secret has %s to %s".formatted(secret.length(), SHORTEST, LONGEST));
        }
        return secret.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
                ? Optional.empty()
                : Optional.of("it has characters other than printable ASCII");
    }

    boolean isEmpty() {
        return byVariable.isEmpty();
    }

    /** Keeps a secret; returns the name of its environment variable. */
    String add(String clientId, String secret) {
        String base = PREFIX + clientId.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String variable = base;
        for (int i = 2; byVariable.containsKey(variable); i++) {
            variable = base + "_" + i;
        }
        byVariable.put(variable, secret);
        return variable;
    }

    /** A text as one word for a POSIX shell. */
    static String quoted(String text) {
        return "'%s'".formatted(text.replace("'", "'\\''"));
    }

    /** A script for a POSIX shell that sets the variables. */
    byte[] script() {
        return byVariable.entrySet().stream()
                .map(secret -> "export %s=%s\n".formatted(secret.getKey(), quoted(secret.getValue())))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
