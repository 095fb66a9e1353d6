package dev.countersign.server.preset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.trust.Conditions;
import dev.countersign.core.trust.TenantConstraints;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {

    static List<Preset> all() {
        return Presets.all();
    }

    @Test
    void areThoseOfTheIssuersThatPeopleUse() {
        assertThat(Presets.names())
                .containsExactly(
                        "auth0",
                        "cognito",
                        "entra-id",
                        "github-actions",
                        "gitlab",
                        "google",
                        "id-jag",
                        "keycloak",
                        "kubernetes",
                        "okta",
                        "okta-xaa",
                        "salesforce",
                        "spiffe",
                        "wso2");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFormIsFoundByItsParametersAndByItsIssuer(Preset preset) {
        for (IssuerForm form : preset.forms()) {
            Map<String, String> values = form.parameters().stream()
                    .collect(Collectors.toMap(
                            name -> name,
                            name -> preset.parameter(name).orElseThrow().example()));
            String issuer = form.issuerOf(values);

            assertThat(issuer).startsWith("https://").doesNotContain("{");
            assertThat(form.jwksUrlOf(values)).startsWith("https://").doesNotContain("{");
            assertThat(preset.addresses(values)).isPresent();
            assertThat(preset.addressesOf(issuer, Map.of()))
                    .hasValueSatisfying(
                            addresses -> assertThat(addresses.jwksUrl()).isEqualTo(form.jwksUrlOf(values)));
            assertThat(preset.addressesOf(issuer, values)).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void examplesOfParametersAreGood(Preset preset) {
        assertThat(preset.inputs()).allMatch(parameter -> parameter.kind().accepts(parameter.example()));
        assertThat(preset.parameters().stream().map(Parameter::name))
                .containsExactlyInAnyOrderElementsOf(preset.forms().stream()
                        .flatMap(form -> form.parameters().stream())
                        .distinct()
                        .toList());
    }

    @Test
    void thoseForWorkloadsHaveAPinAndALimit() {
        assertThat(Presets.all().stream()
                        .filter(preset -> preset.withoutCredentials().isPresent()))
                .extracting(Preset::name)
                .containsExactly("github-actions", "gitlab", "kubernetes", "spiffe");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPinIsAConditionThatMeetsTheLimit(Preset preset) {
        for (PinParameter pin : preset.pins()) {
            String condition = pin.conditionFor(pin.parameter().example());

            assertThat(Conditions.problem(condition)).isEmpty();
            assertThat(TenantConstraints.isPinned(
                            condition, preset.withoutCredentials().orElseThrow().names()))
                    .as(condition)
                    .isTrue();
            assertThat(pin.parameter().kind().accepts("a\" || true || \"")).isFalse();
        }
        preset.withoutCredentials()
                .ifPresent(limit -> assertThat(TenantConstraints.isPinned(limit.example(), limit.names()))
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "github-actions, https://token.actions.githubusercontent.com, "
                + "https://token.actions.githubusercontent.com/.well-known/jwks",
        "gitlab, https://gitlab.com, https://gitlab.com/oauth/discovery/keys",
        "gitlab, https://git.example/sub, https://git.example/sub/oauth/discovery/keys",
        "kubernetes, https://oidc.eks.eu-west-1.amazonaws.com/id/ABC, "
                + "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC/keys",
        "kubernetes, https://cluster.example/, https://cluster.example/openid/v1/jwks",
        "entra-id, https://login.microsoftonline.com/t/v2.0, https://login.microsoftonline.com/t/discovery/v2.0/keys",
        "entra-id, https://sts.windows.net/t/, https://login.microsoftonline.com/t/discovery/keys",
        "okta, https://o.okta.com/oauth2/default, https://o.okta.com/oauth2/default/v1/keys",
        "okta, https://o.okta.com, https://o.okta.com/oauth2/v1/keys",
        "auth0, https://a.auth0.com/, https://a.auth0.com/.well-known/jwks.json",
        "google, https://accounts.google.com, https://www.googleapis.com/oauth2/v3/certs",
        "keycloak, https://k.example/auth/realms/r, https://k.example/auth/realms/r/protocol/openid-connect/certs",
        "wso2, https://w.example:9443/oauth2/token, https://w.example:9443/oauth2/jwks",
        "wso2, https://api.asgardeo.io/t/o/oauth2/token, https://api.asgardeo.io/t/o/oauth2/jwks",
        "spiffe, https://s.example, https://s.example/keys",
        "cognito, https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1, "
                + "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1/.well-known/jwks.json",
        "salesforce, https://acme.my.salesforce.com, https://acme.my.salesforce.com/id/keys",
        "salesforce, https://login.salesforce.com, https://login.salesforce.com/id/keys",
    })
    void knowWhereKeysAre(String preset, String issuer, String jwksUrl) {
        assertThat(Presets.named(preset).orElseThrow().addressesOf(issuer, Map.of()))
                .contains(new Preset.Addresses(issuer, jwksUrl));
    }

    @ParameterizedTest
    @CsvSource({
        "github-actions, https://token.actions.githubusercontent.com.evil.example",
        "github-actions, https://token.actions.githubusercontent.com/a/b",
        "github-actions, https://evil.example/x/_services/token",
        "auth0, https://a.auth0.com",
        "okta, https://o.okta.com/oauth2/a/b",
        "okta, http://o.okta.com",
        "google, https://accounts.google.com/",
        "entra-id, https://login.microsoftonline.com/v2.0",
        "keycloak, https://k.example/realms/a/b",
        "kubernetes, cluster",
        "spiffe, https://user@s.example",
    })
    void knowWhichIssuersAreNotOfTheirKind(String preset, String issuer) {
        assertThat(Presets.named(preset).orElseThrow().addressesOf(issuer, Map.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://token.actions.githubusercontent.com",
                "https://TOKEN.actions.githubusercontent.com/",
                " https://token.actions.githubusercontent.com//",
                "https://gitlab.com",
                "gitlab.com",
                "https://accounts.google.com",
                "accounts.google.com",
                "https://login.microsoftonline.com/common/v2.0",
                "https://login.microsoftonline.com/organizations/v2.0",
                "https://login.microsoftonline.com/consumers/v2.0",
                "https://login.microsoftonline.com/{tenantid}/v2.0",
                "https://login.microsoftonline.com/contoso.example/v2.0",
                "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
                "https://sts.windows.net/common/",
                "https://sts.windows.net",
                "https://login.microsoftonline.us/common/v2.0",
                "https://vstoken.actions.githubusercontent.com",
                "https://agent.buildkite.com",
                "https://app.terraform.io",
                "https://oidc.vercel.com",
                "https://oidc.vercel.com/",
                "https://api.pulumi.com/oidc",
                "https://api.pulumi.com/oidc/v2",
                "https://oidc.codefresh.io",
                "https://scalr.io",
                "https://proidc.upbound.io",
                "https://cognito-identity.amazonaws.com",
                "https://appleid.apple.com",
                "https://www.facebook.com",
                "https://access.line.me",
                "https://www.linkedin.com/oauth",
                "https://login.salesforce.com",
            })
    void knowWhichIssuersManyTenantsShare(String issuer) {
        assertThat(Presets.sharedIssuer(issuer)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://token.actions.githubusercontent.com/octo-enterprise",
                "https://github.example.com/_services/token",
                "https://gitlab.example.com",
                "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
                "https://sts.windows.net/11111111-2222-3333-4444-555555555555/",
                "https://third-party-token-issuers.io/oauth2/token",
                "https://example.okta.com",
                "https://oidc.vercel.com/acme",
                "https://acme.my.salesforce.com",
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1",
            })
    void knowWhichIssuersNameTheirTenantThemselves(String issuer) {
        assertThat(Presets.sharedIssuer(issuer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://agent.buildkite.com | claims.organization_slug == 'acme' | true",
                "https://agent.buildkite.com | claims.pipeline_slug == 'release' | false",
                "https://agent.buildkite.com | claims.sub.startsWith('organization:acme:') | true",
                "https://agent.buildkite.com | claims.sub.startsWith('organization:acme') | false",
                "https://app.terraform.io | claims.terraform_organization_id == 'org-1' | true",
                "https://app.terraform.io | claims.terraform_workspace_name == 'prod' | false",
                "https://oidc.vercel.com | claims.owner_id == 'team_1' | true",
                "https://oidc.vercel.com | claims.environment == 'production' | false",
                "https://api.pulumi.com/oidc | claims.sub.startsWith('pulumi:deploy:org:acme:') | true",
                "https://api.pulumi.com/oidc | claims.sub.startsWith('pulumi:deploy:org:') | false",
                "https://api.pulumi.com/oidc/v2 | claims['https://pulumi.com/org'] == 'acme' | true",
                "https://oidc.codefresh.io | claims.account_id == '1' | true",
                "https://oidc.codefresh.io | claims.pipeline_name == 'a' | false",
                "https://scalr.io | claims.sub.startsWith('account:acme:') | true",
                "https://scalr.io | claims.sub.startsWith('account:') | false",
                "https://proidc.upbound.io | claims.sub.startsWith('mcp:acme/') | true",
                "https://proidc.upbound.io | claims.sub.startsWith('mcp:acme') | false",
                "https://vstoken.actions.githubusercontent.com | claims.repository_owner_id == '1' | true",
                "https://cognito-identity.amazonaws.com | claims.sub == 'eu-central-1:1' | true",
                "https://cognito-identity.amazonaws.com | claims.sub.startsWith('eu-central-1:') | false",
                "https://appleid.apple.com | claims.sub == '1' | true",
                "https://appleid.apple.com | claims.email_verified == true | false",
                "https://login.salesforce.com | claims.sub.startsWith('https://login.salesforce.com/id/00D/') | true",
                "https://login.salesforce.com | claims.sub.startsWith('https://login.salesforce.com/id/00D') | false"
            })
    void theClaimThatNamesATenantIsKnownForEachSharedIssuer(String issuer, String condition, boolean pinned) {
        SharedIssuer shared = Presets.sharedIssuer(issuer).orElseThrow();

        assertThat(TenantConstraints.isPinned(condition, shared.names())).isEqualTo(pinned);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyExampleOfAPinPins(Preset preset) {
        assertThat(Stream.concat(preset.shared().stream(), PresetFile.load().shared().stream()))
                .allMatch(shared -> TenantConstraints.isPinned(shared.example(), shared.names()));
    }

    @ParameterizedTest
    @CsvSource({
        "keycloak, mapper",
        "github-actions, core.getIDToken('https://us.example')",
        "gitlab, aud: https://us.example",
        "kubernetes, audience: is https://us.example",
        "entra-id, Application ID URI",
        "auth0, identifier",
        "okta, authorization server of its own",
        "google, --audiences=https://us.example"
    })
    void everyOneSaysHowItsIssuerIsToldOurName(String preset, String text) {
        assertThat(Presets.named(preset).orElseThrow().audience().text("https://us.example"))
                .contains(text);
    }

    @Test
    void tokensOfJobsMayBeAsOldAsJobsAre() {
        assertThat(Presets.named("gitlab").orElseThrow().settings())
                .containsEntry("iat", Map.of("validity_minutes", 1440L));
        assertThat(Presets.named("github-actions").orElseThrow().settings())
                .containsEntry("iat", Map.of("validity_minutes", 360L));
    }

    @Test
    void everyOneIsWrittenAsJsonWithAllThatIsKnown() {
        assertThat(all().stream().map(PresetDocument::of))
                .allSatisfy(document -> assertThat(document)
                        .containsOnlyKeys(
                                "name",
                                "title",
                                "description",
                                "parameters",
                                "forms",
                                "algorithms",
                                "reuse",
                                "settings",
                                "audience",
                                "pinned_claims",
                                "without_credentials"));
    }
}
