package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.core.fixtures.KeycloakDistribution;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Another authorization server, beside which Countersign is measured. */
public enum OtherServer {
    /** Keycloak, a server for production with its embedded database. */
    KEYCLOAK(
            "Keycloak %s, default features, H2".formatted(KeycloakDistribution.VERSION),
            "Keycloak remembers assertions in memory and records nothing") {
        @Override
        public Starter prepare(Folders folders) throws IOException, InterruptedException {
            KeycloakDistribution distribution = Keycloak.prepared();
            return (jwksUrl, processors) -> Keycloak.start(distribution, jwksUrl, processors);
        }
    },
    /** node-oidc-provider, a library whose default store is the memory of its process. */
    OIDC_PROVIDER(
            "node-oidc-provider with a JWT bearer grant of the benchmark, in memory",
            "node-oidc-provider remembers assertions in memory and records nothing") {
        @Override
        public Starter prepare(Folders folders) throws IOException, InterruptedException {
            Path program = OidcProvider.prepared(folders);
            return (jwksUrl, processors) -> OidcProvider.start(program, jwksUrl, processors);
        }
    };

    private final String conditions;
    private final String difference;

    /** Starts servers, each without any earlier exchange. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts one.
         *
         * @param jwksUrl of the issuer's keys
         * @param processors as for {@code taskset}
         */
        ServerUnderLoad start(URI jwksUrl, String processors) throws IOException, InterruptedException;
    }

    OtherServer(String conditions, String difference) {
        this.conditions = conditions;
        this.difference = difference;
    }

    /** Fetches it, and whatever needs to be done once. */
    public abstract Starter prepare(Folders folders) throws IOException, InterruptedException;

    /** Version and settings. */
    public String conditions() {
        return conditions;
    }

    /** A clause about what it does less than Countersign. */
    public String difference() {
        return difference;
    }
}
