package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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
 * Calls to URLs. Each ends at its deadline in any case, resolves the host once, and connects only to an address that was
 * checked. A failure is a clause for administrators, such as "refused the connection".
 */
final class OutboundCalls {
    private final OutboundSettings settings;
    private final OutboundAddressRules rules;
    private final HostLookup lookup;

    /** One exchange on a connection, which is closed after it, or at the deadline. */
    @FunctionalInterface
    interface Exchange<T> {
        T perform(CheckedConnection connection) throws IOException;
    }

    /** @throws IllegalArgumentException when a range of addresses cannot be read */
    OutboundCalls(OutboundSettings settings, HostLookup.NameService names) {
        this.settings = settings;
        this.rules = new OutboundAddressRules(settings.allowedPrivateHosts());
        this.lookup = new HostLookup(names);
    }

    /** @param start the beginning of the time limit, by {@link System#nanoTime} */
    <T> Parsed<T> call(URI url, Supplier<SSLContext> tls, long start, Exchange<T> exchange) {
        return switch (FetchTarget.read(url)) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(FetchTarget target) ->
                settings.proxy()
                        .filter(proxy -> proxy.leadsTo(target.host()))
                        .map(proxy -> through(proxy, target, tls, start, exchange))
                        .orElseGet(() -> directly(target, tls, start, exchange));
        };
    }

    private <T> Parsed<T> directly(FetchTarget target, Supplier<SSLContext> tls, long start, Exchange<T> exchange) {
        return switch (addresses(target)) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(List<InetAddress> addresses) ->
                call(new CheckedConnection(target, addresses, settings, tls, Optional.empty()), start, exchange);
        };
    }

    /**
     * Calls through the proxy. The proxy resolves the name of the target, so that only literal addresses can be checked.
     * The addresses of the proxy itself are permitted by its configuration.
     */
    private <T> Parsed<T> through(
            OutboundProxy proxy, FetchTarget target, Supplier<SSLContext> tls, long start, Exchange<T> exchange) {
        Optional<String> refusal =
                OutboundAddressRules.literal(target.host()).flatMap(address -> rules.refusal(target.host(), address));
        if (refusal.isPresent()) {
            return new Parsed.Unreadable<>(refusal.get());
        }
        if (OutboundProxy.isIncompleteAddress(target.host())) {
            return new Parsed.Unreadable<>("the host is an IP address in a form that a proxy may read as another one");
        }
        if (!target.secure()) {
            return new Parsed.Unreadable<>(
                    "plain http does not go through the proxy, and is only for hosts in " + OutboundProxy.EXCEPTIONS);
        }
        Parsed<T> called = switch (resolved(proxy.host())) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(List<InetAddress> addresses) ->
                call(new CheckedConnection(target, addresses, settings, tls, Optional.of(proxy)), start, exchange);
        };
        return called instanceof Parsed.Unreadable(String reason)
                ? new Parsed.Unreadable<>("through the proxy %s: %s".formatted(proxy.name(), reason))
                : called;
    }

    private Parsed<List<InetAddress>> addresses(FetchTarget target) {
        Parsed<List<InetAddress>> resolved = resolved(target.host());
        return resolved instanceof Parsed.Read(List<InetAddress> addresses)
                ? refusal(target, addresses)
                        .<Parsed<List<InetAddress>>>map(Parsed.Unreadable::new)
                        .orElse(resolved)
                : resolved;
    }

    private Parsed<List<InetAddress>> resolved(String host) {
        try {
            return new Parsed.Read<>(lookup.addresses(host, settings.deadline()));
        } catch (UnknownHostException unknown) {
            return new Parsed.Unreadable<>("the host name does not resolve");
        } catch (TimeoutException | RejectedExecutionException slow) {
            return new Parsed.Unreadable<>("the host name could not be resolved in time");
        } catch (InterruptedException stopping) {
            return stopped();
        }
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

    private <T> Parsed<T> call(CheckedConnection checked, long start, Exchange<T> exchange) {
        try (CheckedConnection connection = checked) {
            var sending = new FutureTask<>(() -> exchange.perform(connection));
            // Not the calling thread: read timeouts count from the last byte, so a peer that sends single bytes never
            // exceeds one.
            Thread sender = Thread.ofVirtual().name("outbound-call").start(sending);
            try {
                Duration left = settings.deadline().minusNanos(System.nanoTime() - start);
                return new Parsed.Read<>(sending.get(left.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException over) {
                return new Parsed.Unreadable<>(
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

    private <T> Parsed<T> failed(ExecutionException failed) {
        if (failed.getCause() instanceof IOException cause) {
            return new Parsed.Unreadable<>(NetworkFailureText.clause(cause, settings));
        }
        throw new IllegalStateException("an outbound call broke", failed.getCause());
    }

    private static <T> Parsed<T> stopped() {
        Thread.currentThread().interrupt();
        return new Parsed.Unreadable<>("the server is stopping");
    }
}
