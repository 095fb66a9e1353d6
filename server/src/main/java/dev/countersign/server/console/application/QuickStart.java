package dev.countersign.server.console.application;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.server.console.page.ServerFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that exchange an assertion as one application, complete and ready to run, with a DPoP proof or without; the
 * secret, the certificate and the assertion are taken from the environment. Each is made from a template, in which a
 * line that begins with names and a bar belongs only to the requests with one of these properties.
 */
public final class QuickStart {
    private static final String FOLDER = "/console/quick-start/";
    private static final String CERTIFICATE_LINE = "  --cacert CERTIFICATE \\\n";
    private static final Pattern SOME_ONLY = Pattern.compile("([a-z_,]+)\\|(.*)");

    /** The property of requests in a connection with a certificate, beside the authentication method. */
    private static final String CERTIFIED = "certificate";

    private final String clientId;
    private final String baseUrl;
    private final String endpoint;
    private final String method;
    private final boolean isCertified;
    private final Optional<String> certificate;

    private QuickStart(RegisteredClient application, ServerFacts server) {
        AuthenticationMethod registered = application.credentials().authenticationMethod();
        this.method = registered.value();
        this.isCertified = registered.usesCertificate() || application.bindsCertificates();
        this.clientId = quoted(application.clientId().value());
        this.baseUrl = server.endpoint("");
        this.endpoint = isCertified ? server.certificateEndpoint("/oauth2/token") : server.endpoint("/oauth2/token");
        this.certificate = server.certificate().map(Path::toString).map(QuickStart::forShell);
    }

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
     * @param withProof whether they send a DPoP proof
     * @param withAssertion whether there are requests with an assertion
     * @param withCertificate whether they present a certificate of the application
     * @param ownCertificate whether clients must be configured to trust the self-signed certificate of the server
     */
    public record Programs(
            List<Example> examples,
            boolean withProof,
            boolean withAssertion,
            boolean withCertificate,
            boolean ownCertificate) {}

    /**
     * The programs for an application of this server.
     *
     * @param withProof whether they send a DPoP proof although the application does not require one
     */
    static Programs of(RegisteredClient application, ServerFacts server, boolean withProof) {
        boolean isProven = withProof || application.requiresProof();
        var start = new QuickStart(application, server);
        return new Programs(
                isProven
                        ? byGrants(application, start.withProofs(), start.exchangeWithProof())
                        : byGrants(application, start.withoutProofs(), Optional.of(start.exchangeWithoutProof())),
                isProven,
                showsAssertions(application),
                start.isCertified,
                server.certificate().isPresent());
    }

    private static boolean showsAssertions(RegisteredClient application) {
        return application.mayUse(GrantType.JWT_BEARER) || !application.mayUse(GrantType.TOKEN_EXCHANGE);
    }

    /** An application that exchanges tokens is also shown, or only, a request with a subject token. */
    private static List<Example> byGrants(
            RegisteredClient application, List<Example> ofAssertions, Optional<Example> exchange) {
        if (!application.mayUse(GrantType.TOKEN_EXCHANGE)) {
            return ofAssertions;
        }
        return showsAssertions(application)
                ? Stream.concat(ofAssertions.stream(), exchange.stream()).toList()
                : exchange.stream().toList();
    }

    /** The request of curl with a subject token in place of an assertion (RFC 8693 §2.1). */
    private Example exchangeWithoutProof() {
        String code = curl().code()
                .replace(GrantType.JWT_BEARER.value(), GrantType.TOKEN_EXCHANGE.value())
                .replace(
                        "\"assertion=$ASSERTION\"",
                        "\"subject_token=$SUBJECT_TOKEN\" \\\n  --data-urlencode \"subject_token_type=%s\""
                                .formatted(TokenTypeUri.JWT.value()));
        return new Example("exchange", "Token exchange with curl", "", code, "");
    }

    /** A certificate is shown by the runtime of a program, which each configures in its own way: curl shows the request. */
    private List<Example> withoutProofs() {
        var examples = new ArrayList<Example>();
        examples.add(curl());
        if (!isCertified) {
            examples.addAll(inLanguages(method));
        }
        return examples;
    }

    private Example curl() {
        return example("curl", "curl", "", (isCertified ? CERTIFIED : method) + "-curl");
    }

    /** curl makes no proofs, so the command line of this project takes its place. It signs no client assertions. */
    private List<Example> withProofs() {
        var examples = new ArrayList<Example>();
        if (!signsAssertions()) {
            examples.add(example("countersign", "Command line", "", "dpop-countersign"));
        }
        if (!isCertified) {
            examples.addAll(inLanguages("dpop"));
        }
        return examples;
    }

    private Optional<Example> exchangeWithProof() {
        return signsAssertions()
                ? Optional.empty()
                : Optional.of(example("exchange", "Token exchange on the command line", "", "dpop-exchange"));
    }

    private boolean signsAssertions() {
        return method.equals(AuthenticationMethod.PRIVATE_KEY_JWT.value());
    }

    private List<Example> inLanguages(String kind) {
        return List.of(
                example("java", "Java", "QuickStart.java", kind + "-java"),
                example("python", "Python", "quick_start.py", kind + "-python"),
                example("node", "Node.js", "quick-start.mjs", kind + "-node"),
                example("go", "Go", "quick-start.go", kind + "-go"));
    }

    private Example example(String id, String language, String file, String template) {
        String text = text(template + ".txt").lines().flatMap(this::line).collect(Collectors.joining("\n"));
        String trusting = certificate.isPresent()
                ? text.replace("CERTIFICATE", certificate.get())
                : text.replace(CERTIFICATE_LINE, "");
        String code = trusting.replace("ENDPOINT", endpoint)
                .replace("BASE_URL", forShell(baseUrl))
                .replace("CLIENT_ID", clientId);
        return new Example(id, language, file, code.strip(), run(id, file, certificate));
    }

    /** The line without the names before it; none where it belongs to other requests. */
    private Stream<String> line(String line) {
        Matcher some = SOME_ONLY.matcher(line);
        if (!some.matches()) {
            return Stream.of(line);
        }
        boolean isMine = Arrays.stream(some.group(1).split(","))
                .anyMatch(name -> name.equals(method) || (isCertified && name.equals(CERTIFIED)));
        return isMine ? Stream.of(some.group(2)) : Stream.empty();
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

    /** Quotes a path or URL as one word of a shell. */
    private static String forShell(String path) {
        return path.matches("[A-Za-z0-9/:._+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
