package dev.countersign.server.registry.change;

import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.discovery.JwksTrials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Responses of JWKS URLs: a set that fits every issuer, unless a test supplies another one. */
public final class SampleTrials implements JwksTrials {
    public final List<URI> asked = new ArrayList<>();
    public final List<String> authorities = new ArrayList<>();
    public final List<TrustedIssuer> adopted = new ArrayList<>();
    public final List<String> failures = new ArrayList<>();
    private final Map<URI, String> documents = new HashMap<>();
    private Optional<Function<URI, FetchOutcome<FetchedSet>>> answer = Optional.empty();

    /** From now on every URL gives this. */
    public void give(FetchOutcome<FetchedSet> trial) {
        give(_ -> trial);
    }

    /** From now on URLs give what the function says. */
    public void give(Function<URI, FetchOutcome<FetchedSet>> function) {
        answer = Optional.of(function);
    }

    /** From now on every URL gives this set. */
    public void giveSet(String json) {
        give(_ -> answered(json));
    }

    @Override
    public FetchOutcome<FetchedSet> tryOut(KeySource.JwksUrl source) {
        URI url = source.url();
        asked.add(url);
        authorities.addAll(source.access().trustedCertificates());
        return answer.map(function -> function.apply(url)).orElseGet(() -> answered(ManagementFixture.jwks()));
    }

    @Override
    public void adopt(TrustedIssuer issuer, URI url, FetchOutcome<FetchedSet> trial) {
        trial.failure().ifPresentOrElse(reason -> failures.add(url + ": " + reason), () -> adopted.add(issuer));
    }

    /** From now on the document at this URL is this one. */
    public void publish(String url, String document) {
        documents.put(URI.create(url), document);
    }

    /** Every issuer publishes metadata for OpenID Connect, unless a test publishes something else. */
    @Override
    public FetchOutcome<byte[]> read(KeySource.JwksUrl source) {
        URI url = source.url();
        asked.add(url);
        authorities.addAll(source.access().trustedCertificates());
        String text = url.toString();
        int end = text.indexOf("/.well-known/openid-configuration");
        String document = Optional.ofNullable(documents.get(url))
                .orElseGet(() -> end < 0 || !documents.isEmpty() ? "" : metadata(text.substring(0, end)));
        return document.isEmpty()
                ? new FetchOutcome.Failed<>("answered 404")
                : new FetchOutcome.Fetched<>(document.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(5));
    }

    public static String metadata(String issuer) {
        return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/jwks\"}".formatted(issuer, issuer);
    }

    private static FetchOutcome<FetchedSet> answered(String json) {
        return new FetchOutcome.Fetched<>(json.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(84))
                .read(body -> JwkSetReader.read(body).map(keys -> new FetchedSet(keys, Instant.EPOCH)));
    }
}
