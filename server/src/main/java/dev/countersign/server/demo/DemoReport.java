package dev.countersign.server.demo;

import dev.countersign.cli.remote.Credentials;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.server.run.ServerReport;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Report of the demonstration on the standard output. */
record DemoReport(PrintStream out) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void started(ServerReport server, DemoIssuer issuer) {
        out.printf(Locale.ROOT, "Countersign serves %s (%s).%n", server.baseUrl(), server.database());
        out.printf(
                Locale.ROOT,
                "A sample third party signs assertions and publishes its keys at %s.%n%n",
                issuer.jwksUrl());
    }

    void registered(Credentials application) {
        out.printf(Locale.ROOT, "Registered the trusted token issuer \"%s\"%n", Registration.ISSUER);
        out.printf(
                Locale.ROOT,
                "and the application \"%s\" (client id %s).%n%n",
                Registration.APPLICATION,
                application.clientId());
    }

    void exchanged(String assertion, String accessToken, CompactJws verified) {
        out.println("One exchange over HTTPS. The assertion of the third party,");
        decoded(assertion);
        out.println();
        out.println("became this access token, which the published keys verify:");
        decoded(accessToken);
        out.printf(
                Locale.ROOT,
                "%nSigned with %s, key %s.%n",
                verified.header().algorithm(),
                verified.header().keyId().orElse("?"));
    }

    /** Prints how to repeat the exchange. */
    void repeatable(ServerReport server, DemoIssuer issuer, Credentials application) {
        out.printf(
                Locale.ROOT,
                """

                While the server is up, this does it again, with a fresh assertion each time:

                curl --cacert %s -X POST %s/oauth2/token \\
                  -u '%s:%s' \\
                  --data-urlencode "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer" \\
                  --data-urlencode "assertion=$(curl -s %s)"

                Metadata: %s
                Console:  %s
                """,
                server.certificate(),
                server.baseUrl(),
                application.clientId(),
                application.secret(),
                issuer.assertionUrl(),
                TokenProof.metadataUrl(server.baseUrl()),
                server.setupLink().orElse(server.console()));
        out.flush();
    }

    void staying() {
        out.printf(Locale.ROOT, "%nThe server stays up until Ctrl-C.%n");
        out.flush();
    }

    private void decoded(String compact) {
        var segments = compact.split("\\.", -1);
        out.println(indented(segments[0]));
        out.println(indented(segments[1]));
    }

    private static String indented(String segment) {
        var json = new String(Base64.getUrlDecoder().decode(segment), StandardCharsets.UTF_8);
        return JSON.writeValueAsString(JSON.readTree(json)).indent(2).stripTrailing();
    }
}
