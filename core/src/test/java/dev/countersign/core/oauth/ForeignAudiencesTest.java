package dev.countersign.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignAudiencesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "account",
                "realm-management",
                "api://default",
                "https://dev-123.okta.com",
                "https://kubernetes.default.svc",
                "https://kubernetes.default.svc.cluster.local",
                "https://kubernetes.default.svc:443",
                "kubernetes.default.svc",
                "00000003-0000-0000-c000-000000000000",
                "https://graph.microsoft.com",
                "https://graph.microsoft.com/",
                "HTTPS://GRAPH.microsoft.com/",
                "https://management.azure.com/",
                "api://AzureADTokenExchange",
                "https://accounts.google.com",
                "accounts.google.com",
                "https://oauth2.googleapis.com/token",
                "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x",
                "https://example.eu.auth0.com/userinfo",
                "https://example.auth0.com/api/v2/",
                "https://github.com/octo-org",
                "https://gitlab.com",
                "sts.amazonaws.com",
                "https://login.salesforce.com",
                "https://appleid.apple.com",
                " account "
            })
    void audienceOfAnotherServiceIsKnown(String audience) {
        assertThat(ForeignAudiences.of(audience)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:9443",
                "https://countersign.example/oauth2/token",
                "accounts",
                "my-account",
                "api://orders",
                "https://kubernetes.default.example.com",
                "https://third-party-token-issuers.io/oauth2/token",
                "11111111-2222-3333-4444-555555555555",
                "https://example.auth0.com/orders",
                "https://github.com.example",
                "https://github.com/octo-org/orders",
                "https://graph.microsoft.com.example",
                "https://default.example"
            })
    void audienceThatMayBeOursIsNotForeign(String audience) {
        assertThat(ForeignAudiences.of(audience)).isEmpty();
    }

    @Test
    void objectionNamesTheOwnerAndHowTheIssuerIsToldOurName() {
        assertThat(ForeignAudiences.objection("account", "https://countersign.example"))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("Keycloak's own clients", "mapper", "https://countersign.example")
                        .doesNotContain(AudienceRecipe.PLACE));
        assertThat(ForeignAudiences.objection("orders", "https://countersign.example"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyRecipeIsASentence(AudienceRecipe recipe) {
        assertThat(recipe.text()).endsWith(".").doesNotContain("  ");
    }
}
