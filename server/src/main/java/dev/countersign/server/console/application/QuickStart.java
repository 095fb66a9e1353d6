package dev.countersign.server.console.application;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.server.console.page.ServerFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Programs that exchange an assertion as one application, complete and ready to run. There is one for each language and
 * each method of client authentication; the secret and the assertion are taken from the environment.
 */
public final class QuickStart {
    private static final String FOLDER = "/console/quick-start/";

    private static final String CERTIFICATE_LINE = "  --cacert CERTIFICATE \\\n";

    private QuickStart() {}

    /**
     * A program in one language.
     *
     * @param file its file name; empty for a shell command
     * @param run the command that starts it; empty for a shell command
     */
    public record Example(String id, String language, String file, String code, String run) {}

    /**
     * The programs for one application.
     *
     * @param ownCertificate whether clients must be configured to trust the self-signed certificate of the server
     */
    public record Programs(List<Example> examples, boolean ownCertificate) {}

    /** The programs for an application of this server. */
    static Programs of(RegisteredClient application, ServerFacts server) {
        Optional<String> certificate = server.certificate().map(Path::toString);
        List<Example> examples =
                application.credentials().authenticationMethod().usesCertificate()
                        ? List.of(
                                withCertificate(application, server.certificateEndpoint("/oauth2/token"), certificate))
                        : examples(application, server.endpoint("/oauth2/token"), certificate);
        return new Programs(examples, certificate.isPresent());
    }

    private static List<Example> examples(RegisteredClient application, String endpoint, Optional<String> certificate) {
        String method = application.credentials().authenticationMethod().value();
        String clientId = quoted(application.clientId().value());
        Optional<String> file = certificate.map(QuickStart::forShell);
        return List.of(
                example("curl", "curl", "", method, endpoint, clientId, file),
                example("java", "Java", "QuickStart.java", method, endpoint, clientId, file),
                example("python", "Python", "quick_start.py", method, endpoint, clientId, file),
                example("node", "Node.js", "quick-start.mjs", method, endpoint, clientId, file),
                example("go", "Go", "quick-start.go", method, endpoint, clientId, file));
    }

    /** A certificate is shown by the runtime of a program, which each configures in its own way: curl shows the request. */
    private static Example withCertificate(
            RegisteredClient application, String endpoint, Optional<String> certificate) {
        String clientId = quoted(application.clientId().value());
        return example("curl", "curl", "", "certificate", endpoint, clientId, certificate.map(QuickStart::forShell));
    }

    private static Example example(
            String id,
            String language,
            String file,
            String credentials,
            String endpoint,
            String clientId,
            Optional<String> certificate) {
        String template = text(credentials + "-" + id + ".txt");
        String trusting = certificate.isPresent()
                ? template.replace("CERTIFICATE", certificate.get())
                : template.replace(CERTIFICATE_LINE, "");
        String code = trusting.replace("ENDPOINT", endpoint).replace("CLIENT_ID", clientId);
        return new Example(id, language, file, code.strip(), run(id, file, certificate));
    }

    private static String text(String name) {
        try (var resource = QuickStart.class.getResourceAsStream(FOLDER + name)) {
            if (resource == null) {
                throw new IllegalStateException("no " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The command that starts a program; the option for a certificate depends on the runtime. */
    private static String run(String id, String file, Optional<String> certificate) {
        return switch (id) {
            case "java" ->
                certificate.map(QuickStart::importing).orElse("")
                        + certificate
                                .map(_ -> "java -Djavax.net.ssl.trustStore=trusted.p12"
                                        + " -Djavax.net.ssl.trustStorePassword=changeit " + file)
                                .orElse("java " + file);
            case "python" -> withVariable("REQUESTS_CA_BUNDLE", certificate) + "python3 " + file;
            case "node" -> withVariable("NODE_EXTRA_CA_CERTS", certificate) + "node " + file;
            case "go" -> withVariable("SSL_CERT_FILE", certificate) + "go run " + file;
            default -> "";
        };
    }

    private static String importing(String certificate) {
        return "keytool -importcert -noprompt -alias countersign -keystore trusted.p12 -storepass changeit \\\n  -file "
                + certificate + "\n";
    }

    private static String withVariable(String variable, Optional<String> certificate) {
        return certificate.map(file -> variable + "=" + file + " ").orElse("");
    }

    /** Escapes a client id, which is visible ASCII, for all kinds of quotes used here. */
    private static String quoted(String clientId) {
        return clientId.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)
                ? clientId
                : "<your client id>";
    }

    /** Quotes a path as one word of a shell. */
    private static String forShell(String path) {
        return path.matches("[A-Za-z0-9/._+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
