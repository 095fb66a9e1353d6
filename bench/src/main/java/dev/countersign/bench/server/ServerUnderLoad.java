package dev.countersign.bench.server;

import dev.countersign.core.jose.key.Algorithm;
import java.nio.file.Path;

/** A running authorization server that accepts the issuer's assertions. */
public sealed interface ServerUnderLoad extends AutoCloseable permits Countersign, MeasuredPeer {

    /** Its display name. */
    String name();

    /**
     * Its token endpoint, with an application whose access tokens are signed with this algorithm.
     *
     * @param tls whether over TLS
     */
    Target target(Algorithm algorithm, boolean tls);

    /** Its process, which does all of its work. */
    ProcessHandle process();

    /** Log of garbage collections, with times in milliseconds; empty where the server is no JVM. */
    Path collections();

    /** The JVM option that enables it. */
    static String logsCollections(Path file) {
        return "-Xlog:gc:file=%s:timemillis:filecount=0".formatted(file);
    }

    @Override
    void close();
}
