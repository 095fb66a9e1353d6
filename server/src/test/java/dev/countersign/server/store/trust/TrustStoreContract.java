package dev.countersign.server.store.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustChange.ApiResourceAdded;
import dev.countersign.server.registry.trust.TrustChange.ApiResourceRemoved;
import dev.countersign.server.registry.trust.TrustChange.ApiResourceReplaced;
import dev.countersign.server.registry.trust.TrustChange.ApplicationAdded;
import dev.countersign.server.registry.trust.TrustChange.ApplicationRemoved;
import dev.countersign.server.registry.trust.TrustChange.ApplicationReplaced;
import dev.countersign.server.registry.trust.TrustChange.IssuerAdded;
import dev.countersign.server.registry.trust.TrustChange.IssuerRemoved;
import dev.countersign.server.registry.trust.TrustChange.IssuerReplaced;
import dev.countersign.server.registry.trust.TrustChange.SecretAdded;
import dev.countersign.server.registry.trust.TrustChange.SecretRemoved;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.store.ledger.Redemptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of every trust store, on any engine. */
abstract class TrustStoreContract {
    private static final AdminEvent EVENT = new AdminEvent(
            Redemptions.NOW,
            new CorrelationId("correlation-1"),
            "admin",
            "trusted_token_issuer.created",
            "issuer-1",
            "partner",
            Optional.empty(),
            Optional.of("{\"name\":\"partner\"}"));
    private static final TrustedIssuer PARTNER = SampleIssuer.partner().build();
    private static final TrustedIssuer OTHER = SampleIssuer.partner()
            .named("issuer-2", "other", "https://other.example")
            .build();
    private static final RegisteredClient ORDERS = SampleClient.orders().build();
    private static final ClientSecret SECOND = SampleClient.secret("secret-2", "another secret", Optional.empty());
    private static final ClientSecret THIRD = SampleClient.secret("secret-3", "a third secret", Optional.empty());

    private static final ApiResource ORDERS_API = apiResource("api-1", "Orders", "https://orders.example");

    abstract TrustStore trust();

    abstract long adminEvents();

    /** A collation of a language would put {@code issuer-a} before {@code issuer-B}. */
    @Test
    void givesBackIssuersOfOneMomentInTheOrderOfTheBytesOfTheirIds() {
        TrustedIssuer small = SampleIssuer.partner()
                .named("issuer-a", "small", "https://small.example")
                .build();
        TrustedIssuer capital = SampleIssuer.partner()
                .named("issuer-B", "capital", "https://capital.example")
                .build();

        store(new IssuerAdded(small, EVENT), new IssuerAdded(capital, EVENT));

        assertThat(trust().load().issuers()).containsExactly(capital, small);
    }

    @Test
    void givesBackWhatWasStored() {
        store(
                new IssuerAdded(PARTNER, EVENT),
                new ApplicationAdded(ORDERS, EVENT),
                new IssuerAdded(OTHER, EVENT),
                new ApiResourceAdded(ORDERS_API, EVENT),
                new ApiResourceAdded(apiResource("api-2", "Invoices", "invoices"), EVENT));

        assertThat(trust().load())
                .isEqualTo(new TrustStore.Contents(
                        List.of(PARTNER, OTHER),
                        List.of(ORDERS),
                        List.of(ORDERS_API, apiResource("api-2", "Invoices", "invoices"))));
        assertThat(adminEvents()).isEqualTo(5);
    }

    @Test
    void refusesASecondIssuerOfTheSameName() {
        store(new IssuerAdded(PARTNER, EVENT));
        var duplicate = SampleIssuer.partner()
                .named("issuer-2", "partner", "https://other.example")
                .build();

        refuse(new StoreOutcome.DuplicateName("partner"), new IssuerAdded(duplicate, EVENT));
    }

    @Test
    void refusesASecondIssuerOfTheSameIssuerValue() {
        store(new IssuerAdded(PARTNER, EVENT));
        var duplicate = SampleIssuer.partner()
                .named("issuer-2", "other", SampleIssuer.ISSUER)
                .build();

        refuse(new StoreOutcome.DuplicateIssuer(SampleIssuer.ISSUER), new IssuerAdded(duplicate, EVENT));
    }

    @Test
    void comparesIssuerValuesExactly() {
        store(new IssuerAdded(PARTNER, EVENT));

        store(new IssuerAdded(
                SampleIssuer.partner()
                        .named("issuer-2", "other", SampleIssuer.ISSUER + "/")
                        .build(),
                EVENT));
    }

    /** The encodings are the forms C and D of Unicode. */
    @Test
    void comparesNamesWhateverTheirLetterCaseAndEncoding() {
        store(new IssuerAdded(issuer("issuer-2", "B\u00fccher"), EVENT), new ApplicationAdded(ORDERS, EVENT));
        store(new ApiResourceAdded(ORDERS_API, EVENT));

        for (String alike : List.of("b\u00fccher", "Bu\u0308cher", "BU\u0308CHER")) {
            refuse(new StoreOutcome.DuplicateName(alike), new IssuerAdded(issuer("issuer-3", alike), EVENT));
        }
        refuse(new StoreOutcome.DuplicateName("ORDERS-APP"), new ApplicationAdded(duplicate("ORDERS-APP", "c"), EVENT));
        refuse(
                new StoreOutcome.DuplicateName("orders"),
                new ApiResourceAdded(apiResource("api-2", "orders", "https://other.example"), EVENT));
        refuse(
                new StoreOutcome.DuplicateName("partner"),
                new IssuerAdded(issuer("issuer-3", "Partner"), EVENT),
                new IssuerAdded(issuer("issuer-4", "partner"), EVENT));
        store(new IssuerAdded(issuer("issuer-3", "Bucher"), EVENT));
    }

    /** And a thing may change the writing of its own name. */
    @Test
    void namesThatWereAlikeBeforeStayAndMayBeChangedApart() {
        store(new IssuerAdded(PARTNER, EVENT), new IssuerAdded(OTHER, EVENT));
        TrustedIssuer duplicate = issuer("issuer-2", "Partner");
        nameAsEarlierVersionsAllowed(duplicate);
        TrustedIssuer disabled = SampleIssuer.partner().disabled().build();

        store(new IssuerReplaced(PARTNER, disabled, EVENT));
        refuse(
                new StoreOutcome.DuplicateName("pARTNER"),
                new IssuerReplaced(duplicate, issuer("issuer-2", "pARTNER"), EVENT));
        refuse(new StoreOutcome.DuplicateName("PARTNER"), new IssuerAdded(issuer("issuer-3", "PARTNER"), EVENT));
        store(new IssuerReplaced(duplicate, issuer("issuer-2", "other"), EVENT));
        store(new IssuerReplaced(issuer("issuer-2", "other"), issuer("issuer-2", "OTHER"), EVENT));
    }

    /** Puts the issuer in the place of the one with its id, past every check. */
    abstract void nameAsEarlierVersionsAllowed(TrustedIssuer issuer);

    private static TrustedIssuer issuer(String id, String name) {
        return SampleIssuer.partner()
                .named(id, name, id.equals("issuer-2") ? "https://other.example" : "https://" + id + ".example")
                .build();
    }

    @Test
    void replacesAnIssuerThatNobodyChangedMeanwhile() {
        store(new IssuerAdded(PARTNER, EVENT));
        var disabled = SampleIssuer.partner().disabled().build();

        store(new IssuerReplaced(PARTNER, disabled, EVENT));

        assertThat(trust().load().issuers()).containsExactly(disabled);
    }

    @Test
    void refusesToReplaceAnIssuerThatSomebodyChangedMeanwhile() {
        store(new IssuerAdded(PARTNER, EVENT));
        var disabled = SampleIssuer.partner().disabled().build();
        store(new IssuerReplaced(PARTNER, disabled, EVENT));
        var strict = SampleIssuer.partner().singleAudience().build();

        refuse(new StoreOutcome.Conflict("issuer-1"), new IssuerReplaced(PARTNER, strict, EVENT));
    }

    @Test
    void refusesToRenameAnIssuerToANameThatIsTaken() {
        store(new IssuerAdded(PARTNER, EVENT), new IssuerAdded(OTHER, EVENT));
        var renamed = SampleIssuer.partner()
                .named("issuer-2", "partner", "https://other.example")
                .build();

        refuse(new StoreOutcome.DuplicateName("partner"), new IssuerReplaced(OTHER, renamed, EVENT));
    }

    @Test
    void removesAnIssuerOnce() {
        store(new IssuerAdded(PARTNER, EVENT));
        store(new IssuerRemoved(new IssuerId("issuer-1"), EVENT));

        refuse(new StoreOutcome.NotFound("issuer-1"), new IssuerRemoved(new IssuerId("issuer-1"), EVENT));
        refuse(new StoreOutcome.NotFound("issuer-1"), new IssuerReplaced(PARTNER, PARTNER, EVENT));
    }

    @Test
    void makesAllChangesOrNone() {
        store(new IssuerAdded(PARTNER, EVENT));

        refuse(
                new StoreOutcome.NotFound("nobody"),
                new IssuerAdded(OTHER, EVENT),
                new IssuerRemoved(new IssuerId("nobody"), EVENT));
    }

    @Test
    void refusesASecondApplicationOfTheSameName() {
        store(new ApplicationAdded(ORDERS, EVENT));

        refuse(new StoreOutcome.DuplicateName("orders-app"), new ApplicationAdded(duplicate("orders-app", "c"), EVENT));
    }

    @Test
    void refusesASecondApplicationOfTheSameClientId() {
        store(new ApplicationAdded(ORDERS, EVENT));

        refuse(
                new StoreOutcome.DuplicateClientId(SampleClient.CLIENT_ID),
                new ApplicationAdded(duplicate("another", SampleClient.CLIENT_ID), EVENT));
    }

    @Test
    void replacesAnApplicationAndKeepsItsSecrets() {
        store(new ApplicationAdded(ORDERS, EVENT), new SecretAdded(ORDERS.id(), SECOND, EVENT));
        var disabled = SampleClient.orders().disabled().secrets().build();

        store(new ApplicationReplaced(ORDERS, disabled, EVENT));

        RegisteredClient stored = trust().load().applications().getFirst();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.credentials().secrets()).extracting(ClientSecret::id).containsExactly("secret-1", "secret-2");
        refuse(new StoreOutcome.Conflict("application-1"), new ApplicationReplaced(ORDERS, ORDERS, EVENT));
    }

    @Test
    void keepsTwoSecretsAndNoThird() {
        store(new ApplicationAdded(ORDERS, EVENT), new SecretAdded(ORDERS.id(), SECOND, EVENT));
        refuse(new StoreOutcome.TooManySecrets("application-1"), new SecretAdded(ORDERS.id(), THIRD, EVENT));

        store(new SecretRemoved(ORDERS.id(), "secret-1", EVENT), new SecretAdded(ORDERS.id(), THIRD, EVENT));

        assertThat(trust().load().applications().getFirst().credentials().secrets())
                .containsExactly(SECOND, THIRD);
        refuse(new StoreOutcome.NotFound("secret-1"), new SecretRemoved(ORDERS.id(), "secret-1", EVENT));
    }

    @Test
    void removesAnApplicationWithItsSecrets() {
        store(new ApplicationAdded(ORDERS, EVENT));

        store(new ApplicationRemoved(ORDERS.id(), EVENT));

        assertThat(trust().load().applications()).isEmpty();
        store(new ApplicationAdded(ORDERS, EVENT));
    }

    @Test
    void refusesASecondApiResourceOfTheSameNameOrAudience() {
        store(new ApiResourceAdded(ORDERS_API, EVENT));

        refuse(
                new StoreOutcome.DuplicateName("Orders"),
                new ApiResourceAdded(apiResource("api-2", "Orders", "https://other.example"), EVENT));
        refuse(
                new StoreOutcome.DuplicateAudience("https://orders.example"),
                new ApiResourceAdded(apiResource("api-2", "Other", "https://orders.example"), EVENT));
        store(new ApiResourceAdded(apiResource("api-2", "Other orders", "https://orders.example/"), EVENT));
    }

    @Test
    void replacesAnApiResourceThatNobodyChangedMeanwhile() {
        store(new ApiResourceAdded(ORDERS_API, EVENT));
        ApiResource moved = apiResource("api-1", "Orders", "https://moved.example");

        store(new ApiResourceReplaced(ORDERS_API, moved, EVENT));

        assertThat(trust().load().apiResources()).containsExactly(moved);
        refuse(new StoreOutcome.Conflict("api-1"), new ApiResourceReplaced(ORDERS_API, ORDERS_API, EVENT));
        ApiResource other = apiResource("api-2", "Other", "https://other.example");
        store(new ApiResourceAdded(other, EVENT));
        refuse(
                new StoreOutcome.DuplicateAudience("https://moved.example"),
                new ApiResourceReplaced(other, apiResource("api-2", "Other", "https://moved.example"), EVENT));
    }

    @Test
    void removesAnApiResourceOnce() {
        store(new ApiResourceAdded(ORDERS_API, EVENT));

        store(new ApiResourceRemoved(ORDERS_API.id(), EVENT));

        assertThat(trust().load().apiResources()).isEmpty();
        refuse(new StoreOutcome.NotFound("api-1"), new ApiResourceRemoved(ORDERS_API.id(), EVENT));
        refuse(new StoreOutcome.NotFound("api-1"), new ApiResourceReplaced(ORDERS_API, ORDERS_API, EVENT));
    }

    private static ApiResource apiResource(String id, String name, String audience) {
        return new ApiResource(
                new ApiResourceId(id),
                name,
                "What is ordered",
                new Audience(audience),
                ScopeSet.of(List.of("orders:read", "orders:write")),
                Redemptions.NOW,
                Redemptions.NOW.plusSeconds(1));
    }

    private void store(TrustChange... changes) {
        assertThat(trust().commit(List.of(changes))).isEqualTo(new StoreOutcome.Stored());
    }

    /** Neither the change nor its event is there afterwards. */
    private void refuse(StoreOutcome outcome, TrustChange... changes) {
        TrustStore.Contents before = trust().load();
        long events = adminEvents();

        assertThat(trust().commit(List.of(changes))).isEqualTo(outcome);

        assertThat(trust().load()).isEqualTo(before);
        assertThat(adminEvents()).isEqualTo(events);
    }

    private static RegisteredClient duplicate(String name, String clientId) {
        return SampleClient.orders()
                .named("application-2", name, clientId)
                .secrets()
                .build();
    }
}
