package dev.countersign.server.http.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.grant.ClientCredentialsGrant;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestParserTest {
    private static final String JWT_BEARER = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String GOOD = JWT_BEARER + "&assertion=a.b.c";

    private static Ruling<TokenRequest> parse(List<String> authorizations, String query, String body) {
        return TokenRequestParser.parse(new ReceivedRequest(
                List.of("application/x-www-form-urlencoded"),
                List.of(),
                authorizations,
                List.of(),
                Optional.empty(),
                query,
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Ruling<TokenRequest> parse(String body) {
        return parse(List.of(basic("app:secret")), "", body);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenRequest granted(Ruling<TokenRequest> ruling) {
        return ((Ruling.Granted<TokenRequest>) ruling).value();
    }

    private static RejectionCode refused(Ruling<TokenRequest> ruling) {
        return ((Ruling.Refused<TokenRequest>) ruling).rejection().code();
    }

    private static ClientAuthentication client(List<String> authorizations, String body) {
        return granted(parse(authorizations, "", body)).client();
    }

    private static void assertSecret(
            ClientAuthentication client, AuthenticationMethod method, String id, String secret) {
        // a presented secret shows nothing, so it is compared by what it hashes to
        assertThat(client).isInstanceOfSatisfying(ClientAuthentication.Secret.class, shown -> {
            assertThat(shown.method()).isEqualTo(method);
            assertThat(shown.clientId()).isEqualTo(new ClientId(id));
            assertThat(shown.secret())
                    .usingRecursiveComparison()
                    .ignoringFields("unencoded")
                    .isEqualTo(PresentedSecret.of(secret));
        });
    }

    @Property
    void givesARequestOrARefusalForAnyBody(@ForAll byte[] body, @ForAll String authorization, @ForAll String query) {
        var received = new ReceivedRequest(
                List.of("application/x-www-form-urlencoded"),
                List.of(),
                List.of(authorization),
                List.of(),
                Optional.empty(),
                query,
                body);

        assertThat(TokenRequestParser.parse(received)).isNotNull();
        assertThat(received.toString()).isEqualTo("ReceivedRequest[redacted]");
    }

    @Test
    @Spec("RFC 7523 §2.1")
    void readsAJwtBearerRequest() {
        TokenRequest request =
                granted(parse(GOOD + "&scope=b+a+b&resource=https://one&resource=&resource=https://two"));

        assertThat(request.grant()).isEqualTo(new JwtBearerGrant("a.b.c"));
        assertThat(request.access().scopes().orElseThrow()).hasToString("a b");
        assertThat(request.access().resources()).containsExactly("https://one", "https://two");
    }

    @Test
    @Spec("RFC 6749 §4.4.2")
    void readsAClientCredentialsRequest() {
        TokenRequest request = granted(parse("grant_type=client_credentials&scope=&unknown=x"));

        assertThat(request.grant()).isEqualTo(new ClientCredentialsGrant());
        assertThat(request.access().scopes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|REQUEST_GRANT_TYPE_MISSING",
                "grant_type=|REQUEST_GRANT_TYPE_MISSING",
                "grant_type=password|REQUEST_GRANT_TYPE_UNSUPPORTED",
                "grant_type=Client_Credentials|REQUEST_GRANT_TYPE_UNSUPPORTED",
                "grant_type=client_credentials+|REQUEST_GRANT_TYPE_UNSUPPORTED",
                "grant_type=client_credentials%20|REQUEST_GRANT_TYPE_UNSUPPORTED",
                "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer|REQUEST_ASSERTION_MISSING",
                "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=|REQUEST_ASSERTION_MISSING",
            })
    @Spec("RFC 6749 §5.2")
    void namesWhatIsWrongWithTheGrant(String body, RejectionCode code) {
        assertThat(refused(parse(body))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type=client_credentials",
                "assertion=x",
                "scope=a&scope=a",
                "client_id=app&client_id=app",
                "client_secret=s&client_secret=s",
                "client_assertion=x&client_assertion=x",
                "client_assertion_type=x&client_assertion_type=x",
                "unknown=1&unknown=2",
                "scope=&scope="
            })
    @Spec("RFC 6749 §3.2")
    void refusesAnyParameterTwice(String more) {
        assertThat(refused(parse(GOOD + "&" + more))).isEqualTo(RejectionCode.REQUEST_PARAMETER_REPEATED);
    }

    @Test
    @Spec("RFC 8707 §2")
    @Spec("RFC 8693 §2.1")
    void letsResourceAndAudienceRepeat() {
        assertThat(granted(parse(GOOD + "&resource=a&resource=b&audience=a&audience=b"))
                        .access()
                        .resources())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%22", "a%5Cb", "a%09b", "a++b", "+a", "a+", "+", "%C3%A9", "a%0Ab", "a%7F"})
    @Spec("RFC 6749 §3.3")
    void refusesAMalformedScope(String scope) {
        assertThat(refused(parse(GOOD + "&scope=" + scope))).isEqualTo(RejectionCode.REQUEST_SCOPE_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "app:secret, app, secret",
        "app:a%3Ab%25c%2Bd, app, a:b%c+d",
        "app:a:b, app, a:b",
        "my%20app:a+b, my app, a b",
        "app:%C3%A9%F0%9F%94%91, app, é🔑",
        "app:, app, ''",
    })
    @Spec("RFC 6749 §2.3.1")
    void decodesTheIdAndTheSecretOfBasic(String pair, String id, String secret) {
        assertSecret(client(List.of(basic(pair)), GOOD), AuthenticationMethod.CLIENT_SECRET_BASIC, id, secret);
    }

    @Test
    @Spec("RFC 9110 §11.1")
    void readsTheSchemeInAnyCase() {
        assertThat(client(List.of("bAsIc  YXBwOnNlY3JldA=="), GOOD)).isInstanceOf(ClientAuthentication.Secret.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic YXBw",
                "Basic OnNlY3JldA==",
                "Bearer abc",
                "Digest username=app",
                "YXBwOnNlY3JldA==",
                "Basic YXBwOnNlY3JldA==, Basic YXBwOnNlY3JldA==",
                ""
            })
    @Spec("RFC 6749 §5.2")
    void cannotReadOtherCredentials(String authorization) {
        assertThat(client(List.of(authorization), GOOD)).isEqualTo(new ClientAuthentication.Unreadable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%zz:s", "a\tb:s", "a%09b:s", "a%00b:s", "\u0085:s", "a%0d%0ab:s"})
    void cannotReadCredentialsNobodyCanHave(String pair) {
        assertThat(client(List.of(basic(pair)), GOOD)).isInstanceOf(ClientAuthentication.Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'app:secret\n', app, 10",
        "'app:secret\r\n', app, 13",
        "'app:sec\tret', app, 9",
        "app:secret%0A, app, 10",
        "app:secret%7F, app, 127",
        "app:secret%C2%85, app, 133"
    })
    @Spec("RFC 6749 §2.3.1")
    void namesTheClientAndTheControlCharacterOfASecretThatCannotBe(String pair, String id, int control) {
        assertUnreadable(client(List.of(basic(pair)), GOOD), id, control);
    }

    @Test
    @Spec("RFC 6749 §2.3.1")
    void namesThemInTheBodyToo() {
        assertUnreadable(client(List.of(), GOOD + "&client_id=app&client_secret=secret%0D%0A"), "app", '\r');
    }

    private static void assertUnreadable(ClientAuthentication client, String id, int control) {
        assertThat(client)
                .isEqualTo(new ClientAuthentication.Unreadable(Optional.of(new ClientId(id)), OptionalInt.of(control)));
    }

    /** Such as {@code curl -u} sends them: whose they are is known, so that the audit can say what is wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"app:%zz", "app:%ff", "app:50%", "app:a+b%"})
    @Spec("RFC 6749 §2.3.1")
    void aSecretThatIsNotFormEncodedNamesItsClientAndNoSecret(String pair) {
        assertThat(client(List.of(basic(pair)), GOOD))
                .isInstanceOfSatisfying(ClientAuthentication.Secret.class, shown -> {
                    assertThat(shown.clientId()).isEqualTo(new ClientId("app"));
                    assertThat(shown.secret())
                            .usingRecursiveComparison()
                            .isEqualTo(PresentedSecret.decoded(Optional.empty(), pair.substring("app:".length())));
                });
    }

    @Test
    void cannotReadAClientIdBeyondAnyLength() {
        assertThat(client(List.of(basic("x".repeat(512) + ":s")), GOOD))
                .isInstanceOf(ClientAuthentication.Secret.class);
        assertThat(client(List.of(basic("x".repeat(513) + ":s")), GOOD))
                .isEqualTo(new ClientAuthentication.Unreadable());
    }

    @Test
    @Spec("RFC 6749 §2.3.1")
    void readsCredentialsInTheBody() {
        assertSecret(
                client(List.of(), GOOD + "&client_id=app&client_secret=a%2Bb"),
                AuthenticationMethod.CLIENT_SECRET_POST,
                "app",
                "a+b");
    }

    @Test
    void tellsMissingFromUnreadable() {
        assertThat(client(List.of(), GOOD)).isEqualTo(new ClientAuthentication.Missing());
        var named = new ClientAuthentication.Named(new ClientId("app"), Optional.empty());
        assertThat(client(List.of(), GOOD + "&client_id=app")).isEqualTo(named);
        assertThat(client(List.of(), GOOD + "&client_id=app&client_secret=")).isEqualTo(named);
        assertThat(client(List.of(), GOOD + "&client_id=a%09")).isEqualTo(new ClientAuthentication.Missing());
        assertThat(client(List.of(), GOOD + "&client_secret=s")).isEqualTo(new ClientAuthentication.Unreadable());
        assertThat(client(List.of(), GOOD + "&client_id=a%09&client_secret=s"))
                .isEqualTo(new ClientAuthentication.Unreadable());
    }

    @Test
    @Spec("RFC 7521 §4.2")
    void takesAClientAssertionOnlyTogetherWithItsType() {
        String typed = "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        String jwt = clientAssertion("app");
        assertThat(client(List.of(), GOOD + "&client_assertion=" + jwt + typed))
                .isInstanceOfSatisfying(ClientAuthentication.Assertion.class, presented -> {
                    assertThat(presented.claimedClient()).contains(new ClientId("app"));
                    assertThat(presented.named()).isEmpty();
                    assertThat(presented.toString()).doesNotContain(jwt);
                });
        assertThat(client(List.of(), GOOD + "&client_id=other&client_assertion=" + jwt + typed))
                .isInstanceOfSatisfying(
                        ClientAuthentication.Assertion.class,
                        presented -> assertThat(presented.named()).contains(new ClientId("other")));
        for (String half : List.of("&client_assertion=x", typed, "&client_assertion=x&client_assertion_type=saml")) {
            assertThat(refused(parse(List.of(), "", GOOD + half))).isEqualTo(RejectionCode.REQUEST_MALFORMED);
        }
    }

    @Test
    void aClientAssertionThatNamesNoPossibleClientIsUnreadable() {
        String typed = "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        assertThat(client(List.of(), GOOD + "&client_assertion=" + clientAssertion("a".repeat(512)) + typed))
                .isInstanceOf(ClientAuthentication.Assertion.class);
        String anonymous = SampleAssertion.at(Instant.EPOCH).without("iss").compact();
        for (String unreadable : List.of("x", anonymous, clientAssertion("a".repeat(513)))) {
            assertThat(client(List.of(), GOOD + "&client_id=app&client_assertion=" + unreadable + typed))
                    .isEqualTo(new ClientAuthentication.Unreadable());
        }
    }

    private static String clientAssertion(String clientId) {
        return SampleAssertion.at(Instant.EPOCH).with("iss", clientId).compact();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret=s", "client_assertion=x", "client_assertion_type=x"})
    @Spec("RFC 6749 §2.3")
    void refusesTwoWaysOfAuthentication(String second) {
        assertThat(refused(parse(GOOD + "&" + second))).isEqualTo(RejectionCode.REQUEST_MALFORMED);
        assertThat(refused(parse(List.of(), "", GOOD + "&client_id=app&client_secret=s&client_assertion=x")))
                .isEqualTo(RejectionCode.REQUEST_MALFORMED);
        assertThat(refused(parse(List.of(basic("app:secret"), basic("app:secret")), "", GOOD)))
                .isEqualTo(RejectionCode.REQUEST_MALFORMED);
    }

    @Test
    @Spec("RFC 6749 §3.2.1")
    void refusesAnotherClientIdInTheBody() {
        assertThat(refused(parse(GOOD + "&client_id=other"))).isEqualTo(RejectionCode.REQUEST_MALFORMED);
        assertThat(refused(parse(GOOD + "&client_id=APP"))).isEqualTo(RejectionCode.REQUEST_MALFORMED);
        assertThat(granted(parse(GOOD + "&client_id=app")).client()).isInstanceOf(ClientAuthentication.Secret.class);
    }

    @Test
    void keepsTheAssertionOutOfWhatIsPrinted() {
        assertThat(granted(parse(GOOD)).toString()).doesNotContain("a.b.c").contains("PresentedSecret[redacted]");
        assertThat(Arrays.asList(parse(GOOD)).toString()).doesNotContain("a.b.c");
    }
}
