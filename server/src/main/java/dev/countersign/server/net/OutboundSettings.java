package dev.countersign.server.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings for outbound requests.
 *
 * @param connectTimeout for each address of the host, and for each step of the TLS handshake
 * @param readTimeout for each read
 * @param sizeLimitBytes largest response that is read
 * @param allowedPrivateHosts host names, IP addresses and CIDR ranges that are exempt from the address rules and may
 *     use plain {@code http://}
 * @param trustedCertificates PEM files of certificate authorities that are trusted in addition to those of the Java
 *     runtime
 * @param proxy the proxy for https targets, if there is one
 * @param conf the folder of the configuration, where relative paths of files with bearer tokens start
 */
public record OutboundSettings(
        Duration connectTimeout,
        Duration readTimeout,
        int sizeLimitBytes,
        List<String> allowedPrivateHosts,
        List<Path> trustedCertificates,
        Optional<OutboundProxy> proxy,
        Path conf) {
    private static final Duration OVERHEAD = Duration.ofSeconds(1);
    private static final Duration GREATEST_DEADLINE = Duration.ofSeconds(5);

    public OutboundSettings {
        allowedPrivateHosts = List.copyOf(allowedPrivateHosts);
        trustedCertificates = List.copyOf(trustedCertificates);
        if (!connectTimeout.isPositive() || !readTimeout.isPositive()) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
        if (sizeLimitBytes < 1) {
            throw new IllegalArgumentException("the size limit must be positive");
        }
    }

    /** The same rules with another timeout for connecting and for each read. */
    public OutboundSettings within(Duration timeout) {
        return new OutboundSettings(
                timeout, timeout, sizeLimitBytes, allowedPrivateHosts, trustedCertificates, proxy, conf);
    }

    /** The deadline of a fetch: the sum of both timeouts and 1 s, at most 5 s. */
    Duration deadline() {
        Duration sum = connectTimeout.plus(readTimeout).plus(OVERHEAD);
        return sum.compareTo(GREATEST_DEADLINE) > 0 ? GREATEST_DEADLINE : sum;
    }
}
