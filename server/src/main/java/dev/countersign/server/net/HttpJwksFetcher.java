package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.KeySource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Fetcher of JWK sets over HTTPS. Each fetch ends at its deadline in any case, uses no more memory than the size limit
 * and some buffers, resolves the host once, and connects only to an address that it has checked.
 */
public final class HttpJwksFetcher implements JwksFetcher {
    private final OutboundSettings settings;
    private final OutboundAddressRules rules;
    private final HostLookup lookup;
    private final Supplier<SSLContext> tls;

    /**
     * @throws IllegalArgumentException when a range or a file of certificates cannot be read
     */
    public HttpJwksFetcher(OutboundSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    HttpJwksFetcher(OutboundSettings settings, HostLookup.NameService names) {
        this.settings = settings;
        this.rules = new OutboundAddressRules(settings.allowedPrivateHosts());
        this.lookup = new HostLookup(names);
        this.tls = TrustedAuthorities.tls(settings.trustedCertificates());
    }

    /**
     * Reads the trusted authorities unless that was done before; a server that cannot read them must not start.
     *
     * @throws IllegalStateException when they cannot be read
     */
    public void prepare() {
        var _ = tls.get();
    }

    @Override
    public FetchOutcome<byte[]> fetch(URI url) {
        return fetch(url, JwksRequest.Access.of(tls));
    }

    @Override
    public FetchOutcome<byte[]> fetch(KeySource.JwksUrl source) {
        return switch (access(source.access())) {
            case Parsed.Unreadable(String reason) -> new FetchOutcome.Failed<>(reason);
            case Parsed.Read(JwksRequest.Access access) -> fetch(source.url(), access);
        };
    }

    private FetchOutcome<byte[]> fetch(URI url, JwksRequest.Access access) {
        long start = System.nanoTime();
        return switch (FetchTarget.read(url)) {
            case Parsed.Unreadable(String reason) -> new FetchOutcome.Failed<>(reason);
            case Parsed.Read(FetchTarget target) -> fetch(target, access, start);
        };
    }

    /** The authorities and the token of a source, both as they are now; neither is kept. */
    private Parsed<JwksRequest.Access> access(KeySource.Access wanted) {
        Supplier<SSLContext> authorities = tls;
        if (!wanted.trustedCertificates().isEmpty()) {
            try {
                SSLContext own = TrustedAuthorities.tls(settings.trustedCertificates(), wanted.trustedCertificates());
                authorities = () -> own;
            } catch (CertificateException unreadable) {
                return new Parsed.Unreadable<>("a trusted certificate " + unreadable.getMessage());
            }
        }
        if (wanted.bearerTokenFile().isEmpty()) {
            return new Parsed.Read<>(JwksRequest.Access.of(authorities));
        }
        return switch (BearerTokenFile.read(
                settings.conf(), wanted.bearerTokenFile().get())) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(String token) ->
                new Parsed.Read<>(new JwksRequest.Access(authorities, Optional.of(token)));
        };
    }

    private FetchOutcome<byte[]> fetch(FetchTarget target, JwksRequest.Access access, long start) {
        List<InetAddress> addresses;
        try {
            addresses = lookup.addresses(target.host(), settings.deadline());
        } catch (UnknownHostException unknown) {
            return new FetchOutcome.Failed<>("the host name does not resolve");
        } catch (TimeoutException | RejectedExecutionException slow) {
            return new FetchOutcome.Failed<>("the host name could not be resolved in time");
        } catch (InterruptedException stopping) {
            return stopped();
        }
        return refusal(target, addresses)
                .<FetchOutcome<byte[]>>map(FetchOutcome.Failed::new)
                .orElseGet(() -> call(target, addresses, access, start));
    }

    /**
     * A single forbidden address is sufficient for refusal: the owner of the name must not influence which one is used.
     */
    private Optional<String> refusal(FetchTarget target, List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            Optional<String> refusal = rules.refusal(target.host(), address);
            if (refusal.isPresent()) {
                return refusal;
            }
            if (!target.secure() && !rules.isListed(target.host(), address)) {
                return Optional.of("plain http is only for hosts in " + OutboundAddressRules.SETTING);
            }
        }
        return Optional.empty();
    }

    private FetchOutcome<byte[]> call(
            FetchTarget target, List<InetAddress> addresses, JwksRequest.Access access, long start) {
        try (var request = new JwksRequest(target, addresses, settings, access)) {
            var sending = new FutureTask<>(() -> request.send(start));
            // Not the calling thread: read timeouts count from the last byte, so a peer that sends single bytes never
            // exceeds one.
            Thread sender = Thread.ofVirtual().name("jwks-fetch").start(sending);
            try {
                Duration left = settings.deadline().minusNanos(System.nanoTime() - start);
                return sending.get(left.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException over) {
                return new FetchOutcome.Failed<>(
                        "took longer than " + settings.deadline().toMillis() + " ms in all");
            } catch (ExecutionException failed) {
                return failed(failed);
            } catch (InterruptedException stopping) {
                return stopped();
            } finally {
                sender.interrupt();
            }
        }
    }

    private FetchOutcome<byte[]> failed(ExecutionException failed) {
        if (failed.getCause() instanceof IOException cause) {
            return new FetchOutcome.Failed<>(NetworkFailureText.clause(cause, settings));
        }
        throw new IllegalStateException("fetching a JWK set broke", failed.getCause());
    }

    private static FetchOutcome<byte[]> stopped() {
        Thread.currentThread().interrupt();
        return new FetchOutcome.Failed<>("the server is stopping");
    }
}
