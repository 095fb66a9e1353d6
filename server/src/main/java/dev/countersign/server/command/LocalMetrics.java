package dev.countersign.server.command;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.HttpTransport;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TrustedServer;
import dev.countersign.server.config.ServerSettings;
import java.util.Optional;
import java.util.Set;

/** The metrics of the server that runs with a configuration on this machine, which it tells local callers. */
final class LocalMetrics {
    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    private LocalMetrics() {}

    /** The text, or a sentence that says why there is none. */
    sealed interface Answer {
        record Metrics(String exposition) implements Answer {}

        record Unavailable(String reason) implements Answer {}

        default Optional<String> text() {
            return this instanceof Metrics(String exposition) ? Optional.of(exposition) : Optional.empty();
        }
    }

    /** The certificate is not checked: it is for another name than that of this machine, and nothing secret is sent. */
    static Answer read(ServerSettings server) {
        if (server.port() == 0) {
            return new Answer.Unavailable("The server takes any free port (server.port = 0), which is not known here.");
        }
        String bind = server.bind();
        String host = ALL_ADDRESSES.contains(bind) ? "localhost" : bind.contains(":") ? "[" + bind + "]" : bind;
        try (var transport = HttpTransport.to(
                ServerUrl.of("https://%s:%s".formatted(host, server.port())), new TrustedServer.Anybody())) {
            return new Answer.Metrics(transport.text("/metrics"));
        } catch (CallFailedException failed) {
            return new Answer.Unavailable(failed.sentence());
        }
    }
}
