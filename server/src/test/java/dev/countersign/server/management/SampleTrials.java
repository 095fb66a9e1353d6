package dev.countersign.server.management;

import dev.countersign.core.issuer.JwksTrial;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.JwkSetReader;
import dev.countersign.core.jose.JwkSetReading;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is behind JWKS URLs: a set that fits every issuer, unless a test puts something else there. */
public final class SampleTrials implements JwksTrials {
    public final List<URI> asked = new ArrayList<>();
    public final List<TrustedIssuer> adopted = new ArrayList<>();
    private Optional<Function<URI, JwksTrial>> answer = Optional.empty();

    /** From now on every URL gives this. */
    public void give(JwksTrial trial) {
        give(_ -> trial);
    }

    /** From now on URLs give what the function says. */
    public void give(Function<URI, JwksTrial> function) {
        answer = Optional.of(function);
    }

    /** From now on every URL gives this set. */
    public void giveSet(String json) {
        give(url -> answered(url, json));
    }

    @Override
    public JwksTrial tryOut(URI url) {
        asked.add(url);
        return answer.map(function -> function.apply(url)).orElseGet(() -> answered(url, World.jwks()));
    }

    @Override
    public void adopt(TrustedIssuer issuer, JwksTrial.Answered fetched) {
        adopted.add(issuer);
    }

    private static JwksTrial answered(URI url, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return switch (JwkSetReader.read(bytes)) {
            case JwkSetReading.Read(var keys) ->
                new JwksTrial.Answered(url, keys, bytes, Instant.EPOCH, Duration.ofMillis(84));
            case JwkSetReading.Unreadable(String problem) -> new JwksTrial.Unreadable(problem);
        };
    }
}
