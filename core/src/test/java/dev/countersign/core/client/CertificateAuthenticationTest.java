package dev.countersign.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.certificate.CertificateName.Kind;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.core.jose.certificate.ClientAuthorities;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of client authentication by the certificate of the connection. */
@Spec("RFC 8705 §2")
class CertificateAuthenticationTest {
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
    private static final String UNAUTHENTICATED = "client.unauthenticated";
    private static final String MISSING = "client.certificate_missing";
    private static final String MISMATCH = "client.certificate_mismatch";

    private static Issued root;
    private static Issued client;

    private final PublishedKeys keys = new PublishedKeys();
    private ClientAuthorities trusted = new ClientAuthorities(List.of(root.certificate()));
    private final ClientAuthenticator authenticator =
            new ClientAuthenticator(new FailureThrottle(), keys, () -> trusted);

    @BeforeAll
    static void issue() throws Exception {
        root = CertificateRequest.authority("CN=root").selfSigned();
        client = CertificateRequest.of("O=Acme,CN=client").by(root);
    }

    /** One certificate, as an application publishes it. */
    private static final class PublishedKeys implements VerificationKeys {
        private KeyLookup answer = new KeyLookup.NotFound(List.of(), Optional.empty());

        @Override
        public KeyLookup find(KeyOwner owner, Algorithm algorithm, Optional<String> keyId) {
            throw new AssertionError("nothing is signed here");
        }

        @Override
        public KeyLookup find(KeyOwner owner, ClientCertificate certificate) {
            assertThat(owner.name()).isEqualTo(SampleClient.NAME);
            return answer;
        }
    }

    private static Optional<ClientCertificate> shown(Issued issued) {
        return Optional.of(new ClientCertificate(issued.certificate(), List.of()));
    }

    private Ruling<AuthenticatedClient> ruling(SampleClient application, ClientAuthentication presented) {
        return authenticator.authenticate(
                presented, SampleServer.trust(List.of(), List.of(application.build())), "192.0.2.1", NOW);
    }

    private String outcome(SampleClient application, String clientId, Optional<ClientCertificate> certificate) {
        return switch (ruling(application, new ClientAuthentication.Named(new ClientId(clientId), certificate))) {
            case Ruling.Granted<AuthenticatedClient>(AuthenticatedClient known) ->
                known.client().name();
            case Ruling.Refused<AuthenticatedClient>(Rejection rejection) -> {
                OAuthError error = OAuthError.of(rejection);
                assertThat(error.error().value()).isEqualTo("invalid_client");
                assertThat(error.status()).isEqualTo(401);
                assertThat(error.description()).isEqualTo("Client authentication failed.");
                yield rejection.code().value();
            }
        };
    }

    private String outcome(SampleClient application, Issued certificate) {
        return outcome(application, SampleClient.CLIENT_ID, shown(certificate));
    }

    private static SampleClient named() {
        return SampleClient.orders().certified(Kind.SUBJECT_DN, "CN=client,O=Acme");
    }

    private static SampleClient selfSigned() {
        return SampleClient.orders()
                .signing(Optional.empty())
                .method(AuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                .secrets();
    }

    @Test
    @Spec("RFC 8705 §2.1")
    void acceptsTheCertificateWithTheRegisteredName() throws Exception {
        var dns = CertificateRequest.of("CN=x")
                .alternativeName(GeneralName.dNSName, "client.example.com")
                .by(root);

        assertThat(outcome(named(), client)).isEqualTo(SampleClient.NAME);
        assertThat(outcome(SampleClient.orders().certified(Kind.SAN_DNS, "CLIENT.example.com"), dns))
                .isEqualTo(SampleClient.NAME);
    }

    @Test
    @Spec("RFC 8705 §2.1")
    void refusesAnotherNameAndAnotherAuthority() throws Exception {
        var unknown = CertificateRequest.authority("CN=root").selfSigned();

        assertThat(outcome(named(), CertificateRequest.of("O=Acme,CN=other").by(root)))
                .isEqualTo(MISMATCH);
        assertThat(outcome(SampleClient.orders().certified(Kind.SAN_DNS, "client"), client))
                .isEqualTo(MISMATCH);
        assertThat(outcome(named(), CertificateRequest.of("O=Acme,CN=client").by(unknown)))
                .isEqualTo(MISMATCH);
        assertThat(outcome(named(), CertificateRequest.of("O=Acme,CN=client").selfSigned()))
                .isEqualTo(MISMATCH);
        trusted = ClientAuthorities.NONE;
        assertThat(outcome(named(), client)).isEqualTo(MISMATCH);
    }

    @Test
    void refusesARequestWithoutACertificate() {
        assertThat(outcome(named(), SampleClient.CLIENT_ID, Optional.empty())).isEqualTo(MISSING);
        assertThat(outcome(selfSigned(), SampleClient.CLIENT_ID, Optional.empty()))
                .isEqualTo(MISSING);
        assertThat(outcome(SampleClient.orders(), SampleClient.CLIENT_ID, Optional.empty()))
                .as("with a secret")
                .isEqualTo(UNAUTHENTICATED);
        assertThat(outcome(named(), "unknown", Optional.empty())).isEqualTo(UNAUTHENTICATED);
    }

    @Test
    void refusesACertificateInPlaceOfAnotherMethod() {
        assertThat(outcome(SampleClient.orders(), client)).isEqualTo(UNAUTHENTICATED);
        assertThat(outcome(SampleClient.orders().signing(Optional.empty()), client))
                .isEqualTo(UNAUTHENTICATED);
        assertThat(outcome(named(), "unknown", shown(client))).isEqualTo(UNAUTHENTICATED);
        assertThat(outcome(named().disabled(), client)).isEqualTo(UNAUTHENTICATED);
    }

    @Test
    void refusesASecretInPlaceOfACertificate() {
        assertThat(ruling(named(), SampleClient.credentials())).isInstanceOf(Ruling.Refused.class);
    }

    @Test
    @Spec("RFC 8705 §2.2")
    void acceptsACertificateThatTheClientPublishes() throws Exception {
        var own = CertificateRequest.of("CN=own").selfSigned();
        assertThat(outcome(selfSigned(), own)).isEqualTo(MISMATCH);
        keys.answer = new VerificationKeys.KeyLookup.Found(List.of());
        assertThat(outcome(selfSigned(), own)).isEqualTo(SampleClient.NAME);
        assertThat(outcome(selfSigned().disabled(), own)).isEqualTo(UNAUTHENTICATED);
        keys.answer = new VerificationKeys.KeyLookup.Unavailable("answered 500", Duration.ofSeconds(1));
        assertThat(outcome(selfSigned(), own)).isEqualTo(MISMATCH);
    }

    @Test
    @Spec("RFC 8705 §2.2")
    void aPublishedCertificateHasItsDatesToo() throws Exception {
        keys.answer = new VerificationKeys.KeyLookup.Found(List.of());
        var last = CertificateRequest.of("CN=own").between("2026-01-01T00:00:00Z", NOW.toString());
        var over = CertificateRequest.of("CN=own")
                .between("2026-01-01T00:00:00Z", NOW.minusSeconds(1).toString());
        var first = CertificateRequest.of("CN=own").between(NOW.toString(), "2027-01-01T00:00:00Z");
        var early = CertificateRequest.of("CN=own").between(NOW.plusSeconds(1).toString(), "2027-01-01T00:00:00Z");

        assertThat(outcome(selfSigned(), last.selfSigned())).isEqualTo(SampleClient.NAME);
        assertThat(outcome(selfSigned(), first.selfSigned())).isEqualTo(SampleClient.NAME);
        assertThat(outcome(selfSigned(), over.selfSigned())).isEqualTo(MISMATCH);
        assertThat(outcome(selfSigned(), early.selfSigned())).isEqualTo(MISMATCH);
    }
}
