package dev.countersign.core.oauth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Audience values that always name another service, never this server: defaults that issuers put into {@code aud}
 * unless configured otherwise. As a registered alias such a value would admit tokens meant for that service (RFC 7523
 * §3 (3)).
 */
public final class ForeignAudiences {

    /**
     * A service to which such tokens belong.
     *
     * @param owner completes the sentence "the audience of …"
     * @param recipe how an issuer of that kind is configured to name this server
     */
    public record Foreign(String owner, AudienceRecipe recipe) {}

    private record Entry(Pattern values, Foreign foreign) {
        static Entry of(String values, String owner, AudienceRecipe recipe) {
            return new Entry(Pattern.compile(values), new Foreign(owner, recipe));
        }
    }

    /** Whole values in lower case, without trailing slash. */
    private static final List<Entry> ALL = List.of(
            Entry.of(
                    "account|account-console|admin-cli|broker|realm-management|security-admin-console",
                    "Keycloak's own clients, which is in the tokens of every client of a realm",
                    AudienceRecipe.KEYCLOAK),
            Entry.of(
                    "api://default|https://[a-z0-9-]+\\.(okta|oktapreview|okta-emea|okta-gov)\\.com",
                    "Okta's default authorization server or organization",
                    AudienceRecipe.OKTA),
            Entry.of(
                    "(https?://)?kubernetes(\\.default(\\.svc(\\.[a-z0-9.-]+)?)?)?(:[0-9]+)?|k3s|rke2|microk8s",
                    "the Kubernetes API server",
                    AudienceRecipe.KUBERNETES),
            Entry.of(
                    "(spn:)?0000000[0-9]-0000-0000-c000-000000000000"
                            + "|797f4846-ba00-4fd7-ba43-dac1f8f63013|499b84ac-1321-427f-aa17-267ca6975798"
                            + "|https://([a-z0-9-]+\\.)*graph\\.microsoft\\.(com|us)"
                            + "|https://([a-z0-9-]+\\.)*graph\\.windows\\.net"
                            + "|https://microsoftgraph\\.chinacloudapi\\.cn"
                            + "|https://management\\.(azure\\.com|core\\.windows\\.net|usgovcloudapi\\.net)"
                            + "|https://([a-z0-9-]+\\.)*(vault\\.azure\\.net|storage\\.azure\\.com|database\\.windows\\.net)"
                            + "|https://(outlook\\.office(365)?\\.com|[a-z0-9-]+\\.sharepoint\\.com)"
                            + "|https://([a-z0-9-]+\\.)*visualstudio\\.com|api://azureadtokenexchange",
                    "an API of Microsoft's, such as Microsoft Graph",
                    AudienceRecipe.ENTRA),
            Entry.of(
                    "(https://)?accounts\\.google\\.com|https://([a-z0-9-]+\\.)*googleapis\\.com(/.*)?"
                            + "|(https:)?//iam\\.googleapis\\.com/.*",
                    "Google itself",
                    AudienceRecipe.GOOGLE),
            Entry.of(
                    "https://[a-z0-9.-]+\\.auth0\\.com/(api/v2|userinfo|mfa|me)",
                    "Auth0's own APIs",
                    AudienceRecipe.AUTH0),
            Entry.of(
                    "https://github\\.com(/[^/]+)?|https://token\\.actions\\.githubusercontent\\.com|npm:registry\\.npmjs\\.org",
                    "GitHub's default, which is in the tokens of every workflow that asks for no other",
                    AudienceRecipe.GITHUB_ACTIONS),
            Entry.of(
                    "(https://)?gitlab\\.com",
                    "GitLab's default, which is in the tokens of every job that asks for no other",
                    AudienceRecipe.GITLAB),
            Entry.of(
                    "(https://)?sts(\\.[a-z0-9-]+)?\\.amazonaws\\.com(\\.cn)?|cognito-identity\\.amazonaws\\.com",
                    "Amazon's token service",
                    AudienceRecipe.AWS),
            Entry.of(
                    "https://(login|test)\\.salesforce\\.com(/.*)?",
                    "Salesforce's own token endpoint",
                    AudienceRecipe.SALESFORCE),
            Entry.of(
                    "https://appleid\\.apple\\.com|https://(agent\\.)?buildkite\\.com(/[^/]+)?|https://vercel\\.com(/[^/]+)?"
                            + "|https://app\\.terraform\\.io|https://g\\.codefresh\\.io|https://api\\.pulumi\\.com(/.*)?"
                            + "|urn:pulumi:.*|https://api\\.linkedin\\.com|https://api\\.line\\.me|sigstore|pypi|testpypi",
                    "another service, and its default",
                    AudienceRecipe.ANY));

    private ForeignAudiences() {}

    /** The service that an audience value always names; empty for a value that may be this server's. */
    public static Optional<Foreign> of(String audience) {
        String plain = audience.strip().toLowerCase(Locale.ROOT).replaceFirst("/$", "");
        return ALL.stream()
                .filter(entry -> entry.values().matcher(plain).matches())
                .map(Entry::foreign)
                .findFirst();
    }

    /**
     * The risk and the remedy, as sentences for an administrator who registers the value; empty for a value that may be
     * this server's.
     *
     * @param ours the audience that the issuer's tokens should name instead
     */
    public static Optional<String> objection(String audience, String ours) {
        return of(audience)
                .map(foreign -> "This is the audience of %s: tokens that are meant for it would be accepted here. %s"
                        .formatted(foreign.owner(), foreign.recipe().text(ours)));
    }
}
