package dev.countersign.server.console.flow;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.flow.FlowPicture.Node;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The flow of tokens of {@value #DAYS} days, around one issuer or one application. */
public record Flows(TrustConfiguration configuration, ExchangeCounts counts) {
    private static final int DAYS = 7;
    private static final int MOST = 8;

    /** From the issuers whose tokens the application exchanged, to the APIs of its access tokens. */
    public FlowPicture of(RegisteredClient application) {
        Stream<Node> issuers = counts.exchangesOf(application.id(), DAYS, MOST).entrySet().stream()
                .flatMap(entry -> configuration.issuer(entry.getKey()).stream()
                        .map(issuer -> node(issuer, Optional.of(entry.getValue()))));
        return FlowPicture.of(List.of(
                issuers.toList(),
                List.of(node(application, Optional.empty())),
                application.access().audiences().stream()
                        .limit(MOST)
                        .map(this::api)
                        .toList()));
    }

    /** From the issuer to the applications that exchanged its tokens. */
    public FlowPicture of(TrustedIssuer issuer) {
        Stream<Node> applications = counts.exchangesOf(issuer.id(), DAYS, MOST).entrySet().stream()
                .flatMap(entry -> configuration.application(entry.getKey()).stream()
                        .map(application -> node(application, Optional.of(entry.getValue()))));
        return FlowPicture.of(List.of(List.of(node(issuer, Optional.empty())), applications.toList()));
    }

    private static Node node(TrustedIssuer issuer, Optional<Long> tokens) {
        return new Node(issuer.name(), Optional.of("/connections/" + issuer.id().value()), tokens);
    }

    private static Node node(RegisteredClient application, Optional<Long> tokens) {
        return new Node(
                application.name(),
                Optional.of("/applications/" + application.id().value()),
                tokens);
    }

    private Node api(Audience audience) {
        return configuration.apiResources().stream()
                .filter(api -> api.audience().equals(audience))
                .findFirst()
                .map(api -> new Node(api.name(), Optional.of("/apis/" + api.id().value()), Optional.empty()))
                .orElseGet(() -> new Node(audience.value(), Optional.empty(), Optional.empty()));
    }
}
