package dev.countersign.server.console.application;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.console.page.ServerFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The programs of <em>Quick start</em>, for tests that run them. */
public final class QuickStartPrograms {
    private QuickStartPrograms() {}

    /** A program: its language, its file's name, what is in it and how it is started. */
    public record Program(String language, String file, String code, String run) {}

    /** The programs for an application with this client id and method, at a server with this base URL. */
    public static List<Program> of(
            String clientId, AuthenticationMethod method, String baseUrl, Optional<Path> certificate) {
        return of(clientId, sample(method).build(), baseUrl, certificate);
    }

    /** The programs for an application that must send a DPoP proof. */
    public static List<Program> withProof(
            String clientId, AuthenticationMethod method, String baseUrl, Optional<Path> certificate) {
        return of(clientId, sample(method).dpopBound().build(), baseUrl, certificate);
    }

    /** The programs for an application whose tokens are bound to its certificate. */
    public static List<Program> withCertificate(
            String clientId, AuthenticationMethod method, String baseUrl, Optional<Path> certificate) {
        return of(clientId, sample(method).bindingCertificates().build(), baseUrl, certificate);
    }

    /** The programs for an application that exchanges tokens and presents no assertions. */
    public static List<Program> ofExchange(
            String clientId, AuthenticationMethod method, String baseUrl, Optional<Path> certificate) {
        return of(clientId, exchanging(method).build(), baseUrl, certificate);
    }

    /** The programs for such an application that must send a DPoP proof. */
    public static List<Program> ofExchangeWithProof(
            String clientId, AuthenticationMethod method, String baseUrl, Optional<Path> certificate) {
        return of(clientId, exchanging(method).dpopBound().build(), baseUrl, certificate);
    }

    private static SampleClient exchanging(AuthenticationMethod method) {
        return sample(method).grantTypes(GrantType.TOKEN_EXCHANGE);
    }

    private static SampleClient sample(AuthenticationMethod method) {
        return method == AuthenticationMethod.PRIVATE_KEY_JWT
                ? SampleClient.orders().signing(Optional.of(Algorithm.ES256))
                : SampleClient.orders().method(method);
    }

    private static List<Program> of(
            String clientId, RegisteredClient application, String baseUrl, Optional<Path> certificate) {
        var server = new ServerFacts(baseUrl, baseUrl, "1", "", "", certificate, List.of());
        return QuickStart.of(application, server, false).examples().stream()
                .map(example -> new Program(
                        example.id(),
                        example.file(),
                        example.code().replace(SampleClient.CLIENT_ID, clientId),
                        example.run()))
                .toList();
    }
}
