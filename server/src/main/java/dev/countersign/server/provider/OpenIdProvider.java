package dev.countersign.server.provider;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.TextSeal;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.provider.ProviderDocuments.Documents;
import dev.countersign.server.provider.ProviderReturn.Failed;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Client of the OpenID provider: sends browsers there, judges their return, and reads logout tokens. */
public final class OpenIdProvider {
    /** The most returns, and the most logouts, judged at once; each may wait for the provider. */
    private static final int MOST_AT_ONCE = 16;

    private final ConsoleSettings.Provider settings;
    private final URI redirect;
    private final URI afterSignOut;
    private final List<TextSeal> seals;
    private final InstantSource clock;
    private final ProviderDocuments documents;
    private final CodeExchange exchange;
    private final ProviderTokens tokens;
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private final Semaphore logouts = new Semaphore(MOST_AT_ONCE);

    /**
     * Creates the client.
     *
     * @param redirect the address of the console to which the provider sends browsers back
     * @param afterSignOut the address of the console to which it sends them after a sign-out at the provider
     * @param seals of the cookie: new ones are sealed by the first, all are opened
     */
    public OpenIdProvider(
            ConsoleSettings.Provider settings,
            URI redirect,
            URI afterSignOut,
            ProviderTransport transport,
            List<TextSeal> seals,
            InstantSource clock) {
        var http = new ProviderHttp(transport);
        this.settings = settings;
        this.redirect = redirect;
        this.afterSignOut = afterSignOut;
        this.seals = List.copyOf(seals);
        this.clock = clock;
        this.documents = new ProviderDocuments(settings.issuer(), http, clock);
        this.exchange = new CodeExchange(settings, redirect, http);
        this.tokens = new ProviderTokens(settings);
    }

    /** The name of the provider on the sign-in page. */
    public String name() {
        return settings.name();
    }

    /** Result of sending a browser to the provider. */
    public sealed interface Departure {
        /**
         * Success.
         *
         * @param cookie to be presented at the return
         */
        record Sent(URI to, String cookie) implements Departure {
            @Override
            public String toString() {
                return "Sent[redacted]";
            }
        }

        /**
         * Failure: the provider cannot be reached.
         *
         * @param detail a clause for the log
         */
        record Unreachable(String detail) implements Departure {}
    }

    /**
     * Begins a sign-in.
     *
     * @param to the requested page of the console
     */
    public Departure begin(Optional<String> to) {
        return switch (documents.current()) {
            case Parsed.Unreadable(String reason) -> new Departure.Unreachable(reason);
            case Parsed.Read(Documents known) -> {
                RoundTrip trip = RoundTrip.begin(to, clock.instant());
                URI address = new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                Scope.parse(settings.scopes()),
                                new ClientID(settings.clientId()),
                                redirect)
                        .endpointURI(known.metadata().getAuthorizationEndpointURI())
                        .state(trip.state())
                        .nonce(trip.nonce())
                        .codeChallenge(trip.verifier(), CodeChallengeMethod.S256)
                        .build()
                        .toURI();
                yield new Departure.Sent(address, trip.seal(seals.getFirst()));
            }
        };
    }

    /**
     * Judges the return of a browser.
     *
     * @param parameters of the query
     * @param cookie that was set at the departure
     * @param limits that it passes before it costs a request to the provider
     */
    public ProviderReturn finish(
            Map<String, List<String>> parameters, Optional<String> cookie, ProviderSignIn.Limits limits) {
        Optional<RoundTrip> trip = cookie.flatMap(text -> RoundTrip.open(text, seals, clock.instant()));
        if (trip.isEmpty()) {
            return new Failed(Failure.STALE, "there is no cookie of a sign-in that began within 10 minutes");
        }
        if (parameters.values().stream().anyMatch(values -> values.size() != 1)) {
            return new Failed(Failure.INVALID, "a parameter is repeated");
        }
        if (!isSame(trip.get(), parameters.getOrDefault("state", List.of("")).getFirst())) {
            return new Failed(Failure.STALE, "the state is another one than that of the browser");
        }
        if (limits.reserve().isPresent()) {
            return new Failed(Failure.THROTTLED, "earlier returns from this address failed");
        }
        if (!permits.tryAcquire()) {
            return new Failed(Failure.UNREACHABLE, "too many sign-ins are under way");
        }
        try {
            if (!limits.use(
                    Sha256.ofUtf8("state\n" + trip.get().state().getValue()),
                    trip.get().over())) {
                return new Failed(Failure.STALE, "the state was used before");
            }
            return switch (documents.current()) {
                case Parsed.Unreadable(String reason) -> new Failed(Failure.UNREACHABLE, reason);
                case Parsed.Read(Documents known) -> judge(known, parameters, trip.get());
            };
        } finally {
            permits.release();
        }
    }

    private static boolean isSame(RoundTrip trip, String state) {
        return MessageDigest.isEqual(
                trip.state().getValue().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    private ProviderReturn judge(Documents known, Map<String, List<String>> parameters, RoundTrip trip) {
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(redirect, parameters);
        } catch (ParseException malformed) {
            return new Failed(Failure.INVALID, "the parameters are no response of OpenID Connect");
        }
        boolean named = response.getIssuer() != null;
        if (named
                ? !response.getIssuer().getValue().equals(settings.issuer().toString())
                : known.metadata().supportsAuthorizationResponseIssuerParam()) {
            return new Failed(
                    Failure.INVALID, named ? "iss is another issuer (RFC 9207 §2.4)" : "iss is absent (RFC 9207 §2.4)");
        }
        return switch (response) {
            case AuthenticationErrorResponse error ->
                new Failed(
                        Failure.DENIED,
                        "the provider answered "
                                + Words.of(error.getErrorObject().getCode()));
            case AuthenticationSuccessResponse success
            when success.getAuthorizationCode() != null -> enter(known, success, trip);
            default -> new Failed(Failure.INVALID, "there is no authorization code");
        };
    }

    private ProviderReturn enter(Documents known, AuthenticationSuccessResponse success, RoundTrip trip) {
        return switch (exchange.redeem(known, success.getAuthorizationCode(), trip.verifier())) {
            case CodeExchange.Redeemed.Refused(Failed failed) -> failed;
            case CodeExchange.Redeemed.Token(var token) -> tokens.user(token, known, trip);
        };
    }

    /**
     * The address at which a person signs out at the provider (OpenID Connect RP-Initiated Logout 1.0 §2); empty when the
     * provider has none, or cannot be reached now. The provider asks the person, because no ID token is kept as a hint.
     */
    public Optional<URI> signOut() {
        return documents.current() instanceof Parsed.Read(Documents known)
                ? known.endSession(settings.issuer()).map(this::signOut)
                : Optional.empty();
    }

    private URI signOut(URI endpoint) {
        return new LogoutRequest(endpoint, null, null, new ClientID(settings.clientId()), afterSignOut, null, null)
                .toURI();
    }

    /** Reads a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6). */
    public LogoutReading logout(String token, CorrelationId id) {
        if (!logouts.tryAcquire()) {
            return new LogoutReading.Unavailable("too many logouts are under way");
        }
        try {
            return switch (documents.current()) {
                case Parsed.Unreadable(String reason) -> new LogoutReading.Unavailable(reason);
                case Parsed.Read(Documents known) -> tokens.logout(token, known, id, clock.instant());
            };
        } finally {
            logouts.release();
        }
    }
}
