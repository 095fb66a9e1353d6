package dev.countersign.bench.server;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;

/** Client of Countersign's REST API that registers the third party and the applications. */
final class CountersignApi implements AutoCloseable {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String token;

    /** Gets a token by client credentials. */
    CountersignApi(URI server, String clientId, String secret) throws IOException, InterruptedException {
        this.server = server;
        var administrator = Target.of(server, clientId, secret, Optional.empty());
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.resolve("/oauth2/token"))
                        .header("Authorization", "Basic " + administrator.credentials())
                        .header("Content-Type", Target.FORM_TYPE)
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                        .build(),
                BodyHandlers.ofString());
        this.token = new ObjectMapper()
                .readTree(expect(OK, answer))
                .required("access_token")
                .asString();
    }

    /** Registers the issuer, whose assertions are accepted for their whole lifetime. */
    void registerIssuer(URI jwksUrl) throws IOException, InterruptedException {
        post(
                "/api/v1/trusted-token-issuers",
                Map.of(
                        "name",
                        "bench",
                        "issuer",
                        BenchIssuer.ISSUER,
                        "alias",
                        BenchIssuer.AUDIENCE,
                        "keys",
                        Map.of("jwks_url", jwksUrl.toString()),
                        "max_lifetime_seconds",
                        BenchIssuer.LIFETIME.toSeconds(),
                        "iat",
                        Map.of("validate", true, "validity_minutes", BenchIssuer.LIFETIME.toMinutes())));
    }

    /** Registers an application whose access tokens are signed with this algorithm. */
    void registerApplication(String clientId, String secret, Algorithm algorithm)
            throws IOException, InterruptedException {
        post(
                "/api/v1/applications",
                Map.of(
                        "name",
                        clientId,
                        "client_id",
                        clientId,
                        "client_secret",
                        secret,
                        "scopes",
                        List.of("orders:read", "orders:write"),
                        "default_scopes",
                        List.of("orders:read"),
                        "access_token",
                        Map.of("signing_alg", algorithm.value())));
    }

    private void post(String path, Map<String, ?> document) throws IOException, InterruptedException {
        expect(
                CREATED,
                client.send(
                        HttpRequest.newBuilder(server.resolve(path))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(JsonText.write(document)))
                                .build(),
                        BodyHandlers.ofString()));
    }

    private static String expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    "%s answers %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
