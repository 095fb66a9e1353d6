package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file with a bearer token (RFC 6750 §2.1) for an issuer's JWKS URL, such as the service account token of a
 * Kubernetes pod, which the kubelet replaces. Its content is in no message.
 *
 * <p>An administrator chooses the file and the URL that its content is sent to. So the server's own secrets are
 * refused, and every content that is not a single token.
 */
final class BearerTokenFile {
    private static final int LARGEST = 16 * 1024;

    /** The syntax {@code b64token}. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private BearerTokenFile() {}

    /**
     * Reads the token now; a problem is a clause.
     *
     * @param conf the folder of the configuration, where relative paths start
     */
    static Parsed<String> read(Path conf, String file) {
        try {
            Path real = conf.resolve(file).toRealPath();
            if (isOwn(conf, real)) {
                return refused(file, "belongs to this server and is never sent");
            }
            if (!Files.isRegularFile(real)) {
                return refused(file, "is not a regular file");
            }
            return token(file, content(real));
        } catch (NoSuchFileException | InvalidPathException _) {
            return refused(file, "does not exist");
        } catch (AccessDeniedException _) {
            return refused(file, "may not be read by this server");
        } catch (IOException _) {
            return refused(file, "cannot be read");
        }
    }

    /** Whether the file is in the server's home, except for files that the operator put into its configuration. */
    private static boolean isOwn(Path conf, Path real) throws IOException {
        Path own =
                Files.exists(conf) ? conf.toRealPath() : conf.toAbsolutePath().normalize();
        Path home = own.getParent();
        if (home == null || !real.startsWith(home)) {
            return false;
        }
        String name = real.getFileName().toString();
        return !real.startsWith(own)
                || real.startsWith(own.resolve("tls"))
                || name.startsWith("master.key")
                || name.endsWith(".toml");
    }

    private static byte[] content(Path real) throws IOException {
        try (InputStream in = Files.newInputStream(real)) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    private static Parsed<String> token(String file, byte[] content) {
        if (content.length > LARGEST) {
            return refused(file, "is larger than " + LARGEST + " bytes");
        }
        String text = new String(content, StandardCharsets.ISO_8859_1).strip();
        return TOKEN.matcher(text).matches()
                ? new Parsed.Read<>(text)
                : refused(file, text.isEmpty() ? "is empty" : "does not contain a single bearer token");
    }

    private static Parsed<String> refused(String file, String clause) {
        return new Parsed.Unreadable<>("the file of the bearer token, %s, %s".formatted(file, clause));
    }
}
