package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.ObjectMapper;

/** A single exchange that checks that the token is signed as intended. */
public record FirstExchange(Algorithm algorithm) implements LoadDriver {

    @Override
    public Driven drive(Target target, AssertionPool pool, int from, Duration time)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(target.request(pool.get(from)), BodyHandlers.ofString());
            String token = new ObjectMapper()
                    .readTree(answer.body())
                    .path("access_token")
                    .asString("");
            if (!(CompactJws.read(token) instanceof JwsReading.Read(CompactJws jws))
                    || !jws.header().algorithm().equals(algorithm.value())) {
                throw new IllegalStateException(
                        "There is no access token with %s in: %s".formatted(algorithm, answer.body()));
            }
        }
        return new Driven(1, 1, 1, 0, 0, time, Latencies.NONE, 1, List.of(from));
    }
}
