package dev.countersign.server.registry.keys;

import dev.countersign.core.jose.certificate.CertificateFile;
import dev.countersign.core.jose.certificate.PrivateKeys;
import dev.countersign.core.keys.KeySource;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;

/** Reader of what the fetch of a JWK set needs besides its URL: certificate authorities, and the file of a token. */
public final class KeyAccessReader {
    /** The member with the authorities. */
    public static final String TRUSTED = "trusted_certificates";

    static final String TOKEN_FILE = "bearer_token_file";

    private static final int MOST_AUTHORITIES = 20;
    private static final TextRule PEM = new TextRule(65_536, _ -> true, "at most 65536 characters");
    private static final TextRule FILE = TextRule.anyText(1000);

    private KeyAccessReader() {}

    /** Reads the members beside {@code jwks_url}. */
    static KeySource.Access read(InputMembers keys, URI url, List<Problem> warnings) {
        List<String> authorities = authorities(keys);
        Optional<String> file = keys.optionalText(TOKEN_FILE, FILE);
        file.filter(KeyAccessReader::isNoPath)
                .ifPresent(_ -> keys.problem(
                        TOKEN_FILE, Problem.MALFORMED, "Must be the path of a file, absolute or relative to conf."));
        if (file.isPresent() && "http".equalsIgnoreCase(url.getScheme())) {
            warnings.add(new Problem(
                    keys.pointerTo(TOKEN_FILE),
                    "token_in_clear",
                    "The token is sent over plain http, so that everyone on the way can read it. Use an https URL."));
        }
        return new KeySource.Access(authorities, file);
    }

    /** Reads the certificate authorities that are trusted for the URL, in the keys of an issuer or beside the URL of an application. */
    public static List<String> authorities(InputMembers keys) {
        List<String> authorities = keys.texts(TRUSTED, MOST_AUTHORITIES, PEM).orElse(List.of()).stream()
                .map(String::strip)
                .toList();
        for (int i = 0; i < authorities.size(); i++) {
            checkAuthority(keys, i, authorities.get(i));
        }
        return authorities;
    }

    /** Reports authorities of an application without a URL. An empty list is that of its document. */
    public static void refuseAuthorities(InputMembers application, String reason) {
        if (application.value(TRUSTED).filter(value -> !List.of().equals(value)).isPresent()) {
            application.problem(TRUSTED, Problem.NOT_ALLOWED, reason);
        }
    }

    /** Reports members that only a JWKS URL can have. */
    static void refuseWithout(InputMembers keys) {
        for (String member : List.of(TRUSTED, TOKEN_FILE)) {
            if (keys.has(member)) {
                keys.problem(
                        member,
                        Problem.NOT_ALLOWED,
                        "Only keys with a jwks_url are fetched. In a merge patch, null removes a member.");
            }
        }
    }

    private static void checkAuthority(InputMembers keys, int index, String pem) {
        if (PrivateKeys.mayBeIn(pem)) {
            keys.problem(
                    TRUSTED,
                    index,
                    Problem.UNUSABLE_KEY,
                    "Contains a private key. Enter only certificates, and replace the private key if it was shared.");
            return;
        }
        try {
            var _ = CertificateFile.read(pem.getBytes(StandardCharsets.UTF_8));
        } catch (CertificateException unreadable) {
            keys.problem(
                    TRUSTED,
                    index,
                    Problem.UNUSABLE_KEY,
                    "Must be a certificate in PEM; this text %s.".formatted(unreadable.getMessage()));
        }
    }

    private static boolean isNoPath(String text) {
        try {
            return Path.of(text).getFileName() == null;
        } catch (InvalidPathException malformed) {
            return true;
        }
    }
}
