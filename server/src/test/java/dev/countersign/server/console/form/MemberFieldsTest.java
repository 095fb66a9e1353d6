package dev.countersign.server.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Test of the fields of registered members: what a form shows and what it sends back. */
class MemberFieldsTest {
    private static final List<? extends Field<?, ?, ?>> ISSUER =
            IssuerFields.TABLE.in("general", "notes", "audience", "replay", "signature", "grants");
    private static final List<? extends Field<?, ?, ?>> APPLICATION = ApplicationFields.TABLE.in(
            "general", "grants", "exchange", "authentication", "keys", "tokens", "refresh", "scopes", "reach");
    private static final List<? extends Field<?, ?, ?>> EXCHANGE = ApplicationFields.TABLE.in("exchange");

    @Test
    void aFormThatIsSentBackAsItWasShownChangesNoIssuer() {
        var plain = SampleIssuer.partner().build();
        var full = SampleIssuer.partner()
                .clockSkew(Duration.ofSeconds(7))
                .scopeClaim(ScopeClaim.SCP)
                .audiences("client-1", "client-2")
                .types("JWT", "example+jwt")
                .boundByAssertion()
                .build();

        assertUnchanged(ISSUER, IssuerFields.TABLE, plain);
        assertUnchanged(ISSUER, IssuerFields.TABLE, full);
    }

    @Test
    void aFormThatIsSentBackAsItWasShownChangesNoApplication() {
        assertUnchanged(
                APPLICATION, ApplicationFields.TABLE, SampleClient.orders().build());
        assertUnchanged(
                APPLICATION,
                ApplicationFields.TABLE,
                SampleClient.orders()
                        .audiences("https://a.example", "https://b.example")
                        .build());
    }

    @Test
    void aFormThatIsSentBackAsItWasShownKeepsTheServersForWhichAnApplicationGetsGrants() {
        var application = SampleClient.orders()
                .chaining(
                        server("https://as.example", Optional.empty()),
                        server("https://chat.example", Optional.of("there")),
                        server("https://as.example/?tenant=1", Optional.empty()),
                        server("https://as.example/?tenant=2", Optional.of("there")),
                        server("https://encoded.example", Optional.of("dGhlcmU=")),
                        server(" spaces ", Optional.empty()),
                        server("{\"audience\":\"x\"}", Optional.empty()))
                .build();

        assertUnchanged(APPLICATION, ApplicationFields.TABLE, application);
        assertThat(MemberFields.values(EXCHANGE, ApplicationFields.document(application)))
                .containsEntry("/chaining", List.of("""
                        https://as.example
                        https://chat.example=there
                        {"audience":"https://as.example/?tenant=1","client_id":null}
                        https://as.example/?tenant=2=there
                        {"audience":"https://encoded.example","client_id":"dGhlcmU="}
                        {"audience":" spaces ","client_id":null}
                        {"audience":"{\\"audience\\":\\"x\\"}","client_id":null}"""));
    }

    private static ChainingTarget server(String audience, Optional<String> clientId) {
        return new ChainingTarget(new Audience(audience), clientId.map(ClientId::new));
    }

    @Test
    void aLineThatIsNoServerIsLeftForTheReaderToRefuse() {
        var sent = new Form(Map.of("/chaining", List.of("https://as.example=\r\n\r\n {audience\r\n=there")), Map.of());

        assertThat(MemberFields.patch(EXCHANGE, sent))
                .containsEntry(
                        "chaining",
                        List.of(
                                Map.of("audience", "https://as.example", "client_id", ""),
                                "{audience",
                                Map.of("audience", "", "client_id", "there")));
    }

    @Test
    void aFormThatIsSentBackAsItWasShownKeepsTheKeysOfAnApplication() {
        assertUnchanged(
                APPLICATION,
                ApplicationFields.TABLE,
                SampleClient.orders().signing(Optional.of(Algorithm.ES256)).build());
    }

    @Test
    void aFormThatIsSentBackAsItWasShownChangesNoApiResource() {
        var orders = new ApiResource(
                new ApiResourceId("r1"),
                "orders",
                "Two\nlines",
                new Audience("https://api.example/orders"),
                ScopeSet.of(List.of("orders:read", "orders:write")),
                Instant.EPOCH,
                Instant.EPOCH);

        assertUnchanged(ApiResourceFields.TABLE.in("general"), ApiResourceFields.TABLE, orders);
    }

    @Test
    void anObjectIsShownAsItsJsonAndTextThatIsNoneIsLeftForTheReaderToRefuse() {
        var keys = ApplicationFields.TABLE.in("keys");
        var application = SampleClient.orders().signing(Optional.empty()).build();

        assertThat(MemberFields.values(keys, ApplicationFields.document(application)))
                .containsEntry("/jwks", List.of("{\"keys\":[]}"))
                .containsEntry("/jwks_url", List.of(""));
        assertThat(MemberFields.patch(keys, new Form(Map.of("/jwks", List.of("{\"keys\":[1]}")), Map.of())))
                .containsEntry("jwks", Map.of("keys", List.of(1L)));
        assertThat(MemberFields.patch(keys, new Form(Map.of("/jwks", List.of("[]")), Map.of())))
                .containsEntry("jwks", "[]");
        assertThat(MemberFields.patch(keys, new Form(Map.of("/jwks", List.of(" ")), Map.of())))
                .containsEntry("jwks", JsonNull.NULL);
    }

    @Test
    void certificatesAreOneTextAndAnEmptyTextIsNone() {
        var keys = ApplicationFields.TABLE.in("keys");
        Map<String, Object> document =
                ApplicationFields.document(SampleClient.orders().build());

        assertThat(MemberFields.values(keys, document)).containsEntry("/trusted_certificates", List.of(""));
        document.put("trusted_certificates", List.of("PEM 1", "PEM 2"));
        assertThat(MemberFields.values(keys, document)).containsEntry("/trusted_certificates", List.of("PEM 1\nPEM 2"));
        var sent = new Form(Map.of("/trusted_certificates", List.of("PEM 1\nPEM 2")), Map.of());
        assertThat(MemberFields.patch(keys, sent)).containsEntry("trusted_certificates", List.of("PEM 1\nPEM 2"));
        assertThat(MemberFields.patch(keys, new Form(Map.of("/trusted_certificates", List.of("")), Map.of())))
                .containsEntry("trusted_certificates", List.of());
    }

    private static <T> void assertUnchanged(
            List<? extends Field<?, ?, ?>> fields, FieldTable<T, ?> table, T registered) {
        Map<String, Object> document = table.document(registered);
        var sent = new Form(sent(MemberFields.values(fields, document)), Map.of());

        assertThat(merged(document, MemberFields.patch(fields, sent))).isEqualTo(document);
    }

    /** A check box that is clear is not sent. */
    private static Map<String, List<String>> sent(Map<String, List<String>> shown) {
        var sent = new LinkedHashMap<>(shown);
        sent.values().removeIf(List::isEmpty);
        return sent;
    }

    @SuppressWarnings("unchecked") // objects of a document have texts for names
    private static Map<String, Object> merged(Map<String, Object> document, Map<String, Object> patch) {
        var merged = new LinkedHashMap<>(document);
        patch.forEach((name, value) -> merged.put(
                name,
                value instanceof Map<?, ?> object
                        ? merged((Map<String, Object>) merged.get(name), (Map<String, Object>) object)
                        : value));
        return merged;
    }

    @Test
    void aFieldThatWasNotSentLeavesItsMemberAsItIs() {
        var patch = MemberFields.patch(ISSUER, new Form(Map.of("/clock_skew_seconds", List.of("9")), Map.of()));

        assertThat(patch).containsEntry("clock_skew_seconds", 9L).doesNotContainKeys("alias", "scopes", "types");
    }

    @Test
    void aCheckBoxThatIsClearIsFalse() {
        assertThat(MemberFields.patch(ISSUER, Form.EMPTY))
                .containsEntry("bound_by_assertion", false)
                .containsEntry("replay", Map.of("require_jti", false, "allow_reuse", false));
    }

    @Test
    void anEmptyFieldOfAMemberThatMayBeUndecidedIsNull() {
        var patch = MemberFields.patch(
                ISSUER, new Form(Map.of("/alias", List.of(" "), "/iat/validity_minutes", List.of("")), Map.of()));

        assertThat(patch).containsEntry("alias", JsonNull.NULL);
        assertThat(patch.get("iat")).isEqualTo(Map.of("validity_minutes", JsonNull.NULL, "require", false));
    }

    @Test
    void textThatIsNoNumberIsLeftForTheReaderToRefuse() {
        assertThat(MemberFields.patch(ISSUER, new Form(Map.of("/clock_skew_seconds", List.of("soon")), Map.of())))
                .containsEntry("clock_skew_seconds", "soon");
    }
}
