package dev.countersign.bench.server;

import dev.countersign.core.jose.key.Algorithm;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A running server of another product, over plain HTTP.
 *
 * @param collections see {@link ServerUnderLoad#collections}
 */
record MeasuredPeer(String name, BenchServer server, URI tokenEndpoint, Path collections) implements ServerUnderLoad {
    @Override
    public Target target(Algorithm algorithm, boolean tls) {
        if (tls) {
            throw new IllegalArgumentException(name + " is measured over plain HTTP only.");
        }
        return Target.of(tokenEndpoint, Installation.clientId(algorithm), Installation.SECRET, Optional.empty());
    }

    @Override
    public ProcessHandle process() {
        return server.serving();
    }

    @Override
    public void close() {
        server.close();
    }
}
