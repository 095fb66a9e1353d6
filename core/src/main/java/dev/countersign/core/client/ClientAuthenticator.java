package dev.countersign.core.client;

import dev.countersign.core.jose.certificate.ClientAuthorities;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.ClientRejection.Failure;
import dev.countersign.core.rejection.Ruling;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Authenticator of clients (RFC 6749 §2.3.1) for all methods. For every client id, registered or not, the presented
 * secret is compared with {@link RegisteredClient#MOST_SECRETS} hashes twice: as decoded and as sent. So the time does
 * not distinguish an unknown client from a wrong secret.
 */
public final class ClientAuthenticator {
    /** Replaces an absent secret of an application; no text has this hash. */
    private static final Sha256 NO_SECRET = Sha256.fromBytes(new byte[Sha256.LENGTH]);

    /** Replaces an absent presented secret; no secret has this hash, and it differs from {@link #NO_SECRET}. */
    private static final Sha256 NO_TEXT = Sha256.fromBytes(HexFormat.of().parseHex("ff".repeat(Sha256.LENGTH)));

    private final FailureThrottle throttle;
    private final ClientAssertionJudge assertions;
    private final CertificateJudge certificates;

    /** An authenticator that trusts no authority of clients. */
    public ClientAuthenticator(FailureThrottle throttle, VerificationKeys keys) {
        this(throttle, keys, () -> ClientAuthorities.NONE);
    }

    /**
     * Creates an authenticator.
     *
     * @param keys the keys of applications
     * @param authorities the authorities of clients that are trusted at the moment
     */
    public ClientAuthenticator(
            FailureThrottle throttle, VerificationKeys keys, Supplier<ClientAuthorities> authorities) {
        this.throttle = throttle;
        this.certificates = new CertificateJudge(keys, authorities);
        this.assertions = new ClientAssertionJudge(keys);
    }

    /**
     * An authenticated application.
     *
     * @param secretId the id of the presented secret; empty when it has none
     * @param assertion the assertion it signed, which is not redeemed yet
     */
    public record AuthenticatedClient(
            RegisteredClient client, Optional<String> secretId, Optional<VerifiedJwt> assertion) {
        static AuthenticatedClient bySecret(RegisteredClient client, String secretId) {
            return new AuthenticatedClient(client, Optional.of(secretId), Optional.empty());
        }

        /** An application that presented no secret. */
        public static AuthenticatedClient withoutSecret(RegisteredClient client) {
            return new AuthenticatedClient(client, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Verifies the credentials of one request.
     *
     * @param remoteAddress the address of the client; failures by secret are counted by client id and address together
     */
    public Ruling<AuthenticatedClient> authenticate(
            ClientAuthentication presented, ClientDirectory directory, String remoteAddress, Instant now) {
        return switch (presented) {
            case ClientAuthentication.Missing _ -> refused(Failure.CREDENTIALS_MISSING);
            case ClientAuthentication.Unreadable(var _, var control) ->
                control.isPresent()
                        ? Ruling.refused(new ClientRejection.ControlCharacter(control.getAsInt()))
                        : refused(Failure.CREDENTIALS_MALFORMED);
            case ClientAuthentication.Secret secret ->
                throttled(
                        secret.clientId(),
                        remoteAddress,
                        now,
                        bySecret(secret, directory.client(secret.clientId()), now));
            // not throttled: a key cannot be guessed
            case ClientAuthentication.Named named ->
                certificates
                        .judge(named, directory.client(named.clientId()), now)
                        .map(AuthenticatedClient::withoutSecret);
            case ClientAuthentication.Assertion assertion -> byAssertion(assertion, directory, now);
        };
    }

    /**
     * Delays failures only. A correct secret is never refused because of failures of others at the same address: it has
     * 256 bits and cannot be guessed, and comparing it costs one hash.
     */
    private Ruling<AuthenticatedClient> throttled(
            ClientId clientId, String remoteAddress, Instant now, Ruling<AuthenticatedClient> ruling) {
        return switch (ruling) {
            case Ruling.Granted<AuthenticatedClient> granted -> {
                throttle.succeeded(clientId.value(), remoteAddress);
                yield granted;
            }
            case Ruling.Refused<AuthenticatedClient> refused ->
                throttle.reserve(clientId.value(), remoteAddress, now)
                        .<Ruling<AuthenticatedClient>>map(wait -> Ruling.refused(new ClientRejection.Throttled(wait)))
                        .orElse(refused);
        };
    }

    /** RFC 7521 §4.2: a client id in the body must be the one named by the assertion. */
    private Ruling<AuthenticatedClient> byAssertion(
            ClientAuthentication.Assertion presented, ClientDirectory directory, Instant now) {
        Optional<ClientId> claimed = presented.claimed();
        if (claimed.isEmpty()) {
            return refused(Failure.CREDENTIALS_MALFORMED);
        }
        if (presented.named().filter(id -> !id.equals(claimed.get())).isPresent()) {
            return refused(Failure.ANOTHER_CLIENT_NAMED);
        }
        // not throttled: a signature cannot be guessed, and an unverified claim does not count against an application
        return assertions
                .judge(presented.assertion(), directory.client(claimed.get()), directory.identity(), now)
                .map(proof ->
                        new AuthenticatedClient(proof.client(), Optional.empty(), Optional.of(proof.assertion())));
    }

    private static Ruling<AuthenticatedClient> bySecret(
            ClientAuthentication.Secret presented, Optional<RegisteredClient> registered, Instant now) {
        Optional<ClientSecret> matching = matching(presented.secret().hash(), registered);
        boolean unencoded = matching(presented.secret().unencoded(), registered).isPresent();
        if (registered.isEmpty()) {
            return refused(Failure.CLIENT_UNKNOWN);
        }
        RegisteredClient client = registered.get();
        if (matching.isEmpty()) {
            return refused(unencoded ? Failure.SECRET_NOT_ENCODED : Failure.SECRET_WRONG);
        }
        if (client.credentials().authenticationMethod() != presented.method()) {
            return refused(Failure.METHOD_NOT_REGISTERED);
        }
        return admitted(client, matching.get(), now);
    }

    /** The remaining checks, once the caller has shown that it knows a secret of the application. */
    private static Ruling<AuthenticatedClient> admitted(RegisteredClient client, ClientSecret secret, Instant now) {
        if (secret.isExpired(now)) {
            return refused(Failure.SECRET_EXPIRED);
        }
        if (!client.enabled()) {
            return refused(Failure.CLIENT_DISABLED);
        }
        return Ruling.granted(AuthenticatedClient.bySecret(client, secret.id()));
    }

    /** The result for a client that presents its best secret; nothing is counted. */
    public static Ruling<AuthenticatedClient> dryRun(Optional<RegisteredClient> registered, Instant now) {
        if (registered.isEmpty()) {
            return refused(Failure.CLIENT_UNKNOWN);
        }
        if (!registered.get().credentials().authenticationMethod().usesSecret()) {
            return registered.get().enabled()
                    ? Ruling.granted(AuthenticatedClient.withoutSecret(registered.get()))
                    : refused(Failure.CLIENT_DISABLED);
        }
        List<ClientSecret> secrets = registered.get().credentials().secrets();
        Optional<ClientSecret> best = secrets.stream()
                .filter(secret -> !secret.isExpired(now))
                .findFirst()
                .or(() -> secrets.stream().findFirst());
        return best.map(secret -> admitted(registered.get(), secret, now)).orElseGet(() -> refused(Failure.NO_SECRET));
    }

    /** Always makes {@link RegisteredClient#MOST_SECRETS} comparisons, each in constant time. */
    private static Optional<ClientSecret> matching(Optional<Sha256> presented, Optional<RegisteredClient> registered) {
        Optional<ClientSecret> matching = Optional.empty();
        for (int i = 0; i < RegisteredClient.MOST_SECRETS; i++) {
            Optional<ClientSecret> candidate = secret(registered, i);
            boolean equal = candidate.map(ClientSecret::hash).orElse(NO_SECRET).equals(presented.orElse(NO_TEXT));
            if (equal && candidate.isPresent()) {
                matching = candidate;
            }
        }
        return matching;
    }

    private static Optional<ClientSecret> secret(Optional<RegisteredClient> registered, int index) {
        return registered
                .map(client -> client.credentials().secrets())
                .filter(secrets -> index < secrets.size())
                .map(secrets -> secrets.get(index));
    }

    private static Ruling<AuthenticatedClient> refused(Failure failure) {
        return Ruling.refused(new ClientRejection.Unauthenticated(failure));
    }
}
