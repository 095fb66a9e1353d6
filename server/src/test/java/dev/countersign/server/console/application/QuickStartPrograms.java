package dev.countersign.server.console.application;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.jose.key.Algorithm;
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
        var sample = SampleClient.orders();
        var application = method == AuthenticationMethod.PRIVATE_KEY_JWT
                ? sample.signing(Optional.of(Algorithm.ES256)).build()
                : sample.method(method).build();
        var server = new ServerFacts(baseUrl, baseUrl, "1", "", "", certificate, List.of());
        return QuickStart.of(application, server).examples().stream()
                .map(example -> new Program(
                        example.id(),
                        example.file(),
                        example.code().replace(SampleClient.CLIENT_ID, clientId),
                        example.run()))
                .toList();
    }
}
