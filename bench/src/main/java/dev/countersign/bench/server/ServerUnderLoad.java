package dev.countersign.bench.server;

import dev.countersign.core.jose.key.Algorithm;
import java.nio.file.Path;

/** A running authorization server that accepts the third party's assertions. */
public sealed interface ServerUnderLoad extends AutoCloseable permits Countersign, Keycloak {

    /** Its name for people. */
    String name();

    /**
     * Its token endpoint, with an application whose access tokens are signed in this way.
     *
     * @param tls whether over TLS
     */
    Target target(Algorithm algorithm, boolean tls);

    ProcessHandle jvm();

    /** Where its JVM logs its collections, with times in milliseconds. */
    Path collections();

    /** What makes a JVM do so. */
    static String logsCollections(Path file) {
        return "-Xlog:gc:file=%s:timemillis:filecount=0".formatted(file);
    }

    @Override
    void close();
}
