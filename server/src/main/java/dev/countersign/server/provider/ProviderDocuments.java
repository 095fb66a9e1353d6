package dev.countersign.server.provider;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.countersign.core.jose.json.Parsed;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The metadata of the provider (OpenID Connect Discovery 1.0 §4) and its keys. The metadata is fetched when it is needed
 * and 10 minutes old; while that fails, the last one serves for a day. The keys are fetched again after 5 minutes, or for
 * an unknown {@code kid} at most every 30 seconds.
 */
final class ProviderDocuments {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration KEPT = Duration.ofDays(1);
    /** The time after a failure in which no further fetch is tried. */
    static final Duration COOL_DOWN = Duration.ofSeconds(5);
    /** The most callers that fetch or wait for it, while no documents serve. */
    static final int MOST_WAITING = 16;

    private static final Duration KEYS_FRESH = Duration.ofMinutes(5);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(10);
    private static final Duration KEYS_COOL_DOWN = Duration.ofSeconds(30);

    private final URI issuer;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Semaphore waiters = new Semaphore(MOST_WAITING);
    private volatile State state = new State(Optional.empty(), Instant.MIN, "", Instant.MIN);

    ProviderDocuments(URI issuer, ProviderHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /** The metadata, and the keys that it refers to. */
    record Documents(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys) {
        /** The address at which people sign out, unless it is of another scheme than a browser may be sent to. */
        Optional<URI> endSession(URI issuer) {
            return Optional.ofNullable(metadata.getEndSessionEndpointURI()).filter(url -> isSecure(url, issuer));
        }
    }

    private static boolean isSecure(URI endpoint, URI issuer) {
        return "https".equals(endpoint.getScheme()) || issuer.getScheme().equals(endpoint.getScheme());
    }

    /**
     * Result of the last fetches.
     *
     * @param last of the last success
     * @param failure of the last failure
     * @param notBefore time before which no further fetch is tried
     */
    private record State(Optional<Documents> last, Instant fetchedAt, String failure, Instant notBefore) {
        boolean needsFetch(Instant now) {
            return (last.isEmpty() || !now.isBefore(fetchedAt.plus(FRESH))) && !now.isBefore(notBefore);
        }

        Optional<Documents> serving(Instant now) {
            return last.filter(_ -> now.isBefore(fetchedAt.plus(KEPT)));
        }
    }

    /**
     * The documents as they are known now; a problem is a clause. One caller fetches. The others take the documents that
     * still serve, or wait for its result if there are none.
     */
    Parsed<Documents> current() {
        State known = state;
        Instant now = clock.instant();
        if (!known.needsFetch(now)) {
            return answer(known, now);
        }
        if (known.serving(now).isEmpty()) {
            return waited();
        }
        if (fetching.tryLock()) {
            try {
                return refreshed();
            } finally {
                fetching.unlock();
            }
        }
        return answer(known, now);
    }

    private Parsed<Documents> waited() {
        if (!waiters.tryAcquire()) {
            return new Parsed.Unreadable<>("too many requests wait for its metadata");
        }
        fetching.lock();
        try {
            return refreshed();
        } finally {
            fetching.unlock();
            waiters.release();
        }
    }

    /** Fetches, unless the caller before did. The clock is read again: a fetch takes seconds. */
    private Parsed<Documents> refreshed() {
        Instant now = clock.instant();
        if (state.needsFetch(now)) {
            state = switch (fetched()) {
                case Parsed.Read(Documents documents) -> new State(Optional.of(documents), now, "", Instant.MIN);
                case Parsed.Unreadable(String reason) ->
                    new State(
                            state.last(),
                            state.fetchedAt(),
                            reason,
                            clock.instant().plus(COOL_DOWN));
            };
        }
        return answer(state, clock.instant());
    }

    private static Parsed<Documents> answer(State known, Instant now) {
        return known.serving(now)
                .<Parsed<Documents>>map(Parsed.Read::new)
                .orElseGet(() -> new Parsed.Unreadable<>(known.failure()));
    }

    private Parsed<Documents> fetched() {
        try {
            String text =
                    http.get(OIDCProviderMetadata.resolveURL(new Issuer(issuer)).toURI());
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(text);
            Optional<String> problem = problem(metadata);
            return problem.isPresent()
                    ? new Parsed.Unreadable<>(problem.get())
                    : new Parsed.Read<>(new Documents(metadata, keys(metadata)));
        } catch (IOException unreachable) {
            return new Parsed.Unreadable<>(String.valueOf(unreachable.getMessage()));
        } catch (GeneralException | java.net.URISyntaxException unreadable) {
            return new Parsed.Unreadable<>("its metadata cannot be read");
        }
    }

    /** OpenID Connect Discovery 1.0 §4.3: the issuer in the metadata must be exactly the configured one. */
    private Optional<String> problem(OIDCProviderMetadata metadata) {
        URI endpoint = metadata.getAuthorizationEndpointURI();
        if (!metadata.getIssuer().getValue().equals(issuer.toString())) {
            return Optional.of("its metadata names another issuer");
        }
        if (endpoint == null || metadata.getTokenEndpointURI() == null || metadata.getJWKSetURI() == null) {
            return Optional.of("its metadata lacks an endpoint");
        }
        return isSecure(endpoint, issuer) ? Optional.empty() : Optional.of("its authorization endpoint is not https");
    }

    /** The keys stay the same object while their address does, so that its limits hold. */
    private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata) throws MalformedURLException {
        URI address = metadata.getJWKSetURI();
        Optional<JWKSource<SecurityContext>> before = state.last()
                .filter(known -> known.metadata().getJWKSetURI().equals(address))
                .map(Documents::keys);
        return before.isPresent()
                ? before.get()
                : JWKSourceBuilder.<SecurityContext>create(address.toURL(), http)
                        .cache(KEYS_FRESH.toMillis(), LONGEST_FETCH.toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(KEYS_COOL_DOWN.toMillis())
                        .outageTolerant(KEPT.toMillis())
                        .build();
    }
}
