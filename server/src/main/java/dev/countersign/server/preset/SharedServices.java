package dev.countersign.server.preset;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.AudienceRecipe;
import dev.countersign.core.trust.Pin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The presets of services where strangers have accounts beside ours. */
final class SharedServices {
    private static final String ACTIONS = "https://token.actions.githubusercontent.com";

    /** The issuer of the first tokens of GitHub Actions. */
    private static final String ACTIONS_BEFORE = "https://vstoken.actions.githubusercontent.com";

    private static final String ENTRA = "https://login.microsoftonline.com";

    /** The tenant of all personal Microsoft accounts. */
    private static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static final Pattern ENTRA_ISSUER = Pattern.compile(
            "https://(?:login\\.microsoftonline\\.com|login\\.microsoftonline\\.us|login\\.partner\\.microsoftonline\\.cn"
                    + "|login\\.windows\\.net|sts\\.windows\\.net|sts\\.chinacloudapi\\.cn)(?:/([^/]*))?(?:/v2\\.0)?");
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");

    private SharedServices() {}

    static List<Preset> all() {
        return List.of(gitHubActions(), gitLab(), entra(), google(), salesforce());
    }

    private static Preset gitHubActions() {
        List<String> claims = List.of("repository_owner_id", "repository", "repository_id");
        var shared = new SharedIssuer(
                issuer -> issuer.equals(ACTIONS) || issuer.equals(ACTIONS_BEFORE),
                "GitHub signs with the same keys for the workflows of all repositories.",
                claims,
                pin -> claims.contains(pin.claim()) && (pin instanceof Pin.Equal || isOwner(pin)),
                "claims.repository_owner_id == \"1234567\"");
        return new Preset(
                "github-actions",
                "GitHub Actions",
                "Tokens of workflows with the permission id-token: write. Prefer repository_owner_id to names, which"
                        + " can be released and taken by others. For an enterprise with its own issuer, set enterprise;"
                        + " for GitHub Enterprise Server, set host.",
                List.of(
                        new Parameter(
                                "enterprise",
                                ParameterKind.SEGMENT,
                                "The slug of an enterprise with its own issuer",
                                "octo-enterprise"),
                        new Parameter(
                                "host",
                                ParameterKind.HOST,
                                "The host of GitHub Enterprise Server",
                                "github.example.com")),
                List.of(
                        new IssuerForm(ACTIONS, ACTIONS + "/.well-known/jwks"),
                        new IssuerForm(ACTIONS + "/{enterprise}", ACTIONS + "/{enterprise}/.well-known/jwks"),
                        new IssuerForm(
                                "https://{host}/_services/token", "https://{host}/_services/token/.well-known/jwks")),
                Set.of(Algorithm.RS256),
                Reuse.NEVER,
                Map.of(
                        "replay", Map.of("require_jti", true, "allow_reuse", false),
                        "iat", Map.of("validity_minutes", 360L)),
                List.of(shared),
                AudienceRecipe.GITHUB_ACTIONS);
    }

    /** {@code owner/} names an owner, {@code owner} would also begin the names of others. */
    private static boolean isOwner(Pin pin) {
        return pin.claim().equals("repository") && pin.literal().indexOf('/') > 0;
    }

    private static Preset gitLab() {
        return new Preset(
                "gitlab",
                "GitLab",
                "ID tokens of CI/CD jobs. A token is valid as long as its job can run, so it is accepted until its exp, for"
                        + " up to 24 hours after its iat. For a self-managed GitLab, set url.",
                List.of(new Parameter(
                        "url", ParameterKind.URL, "The URL of a self-managed GitLab", "https://gitlab.example.com")),
                List.of(
                        new IssuerForm("https://gitlab.com", "https://gitlab.com/oauth/discovery/keys"),
                        new IssuerForm("{url}", "{url}/oauth/discovery/keys")),
                Set.of(Algorithm.RS256),
                Reuse.NEVER,
                Map.of(
                        "replay", Map.of("require_jti", true, "allow_reuse", false),
                        "iat", Map.of("validity_minutes", 1440L)),
                List.of(SharedIssuer.pinnedBy(
                        issuer -> issuer.equals("https://gitlab.com") || issuer.equals("gitlab.com"),
                        "GitLab signs with the same keys for the jobs of all projects on gitlab.com.",
                        List.of("namespace_id", "project_id"),
                        "claims.namespace_id == \"1234567\"")),
                AudienceRecipe.GITLAB);
    }

    private static Preset entra() {
        List<String> tenant = List.of("tid");
        var everyTenant = new SharedIssuer(
                SharedServices::isOfEveryTenant,
                "This is not the issuer of one tenant: Microsoft signs with the same keys for all tenants. The issuer"
                        + " of one tenant contains the tenant id (a GUID).",
                tenant,
                pin -> pin instanceof Pin.Equal(String claim, String literal)
                        && tenant.contains(claim)
                        && !literal.equalsIgnoreCase(CONSUMERS),
                "claims.tid == \"00000000-0000-0000-0000-000000000000\"");
        var consumers = SharedIssuer.pinnedBy(
                issuer -> tenantOf(issuer).equals(CONSUMERS),
                "This is the tenant of all personal Microsoft accounts.",
                List.of("oid", "sub"),
                "claims.oid == \"00000000-0000-0000-0000-000000000000\"");
        return new Preset(
                "entra-id",
                "Microsoft Entra ID",
                "Tokens of one tenant. The issuer contains the tenant id, which is a GUID and not a domain. For tokens of"
                        + " version 1.0, set the issuer to https://sts.windows.net/<tenant>/ and leave out the"
                        + " parameter. The tokens have no jti.",
                List.of(new Parameter(
                        "tenant",
                        ParameterKind.SEGMENT,
                        "The tenant id, a GUID",
                        "11111111-2222-3333-4444-555555555555")),
                List.of(
                        new IssuerForm(ENTRA + "/{tenant}/v2.0", ENTRA + "/{tenant}/discovery/v2.0/keys"),
                        new IssuerForm("https://sts.windows.net/{tenant}/", ENTRA + "/{tenant}/discovery/keys")),
                Set.of(Algorithm.RS256),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(consumers, everyTenant),
                AudienceRecipe.ENTRA);
    }

    /** What stands for the tenant is {@code common}, {@code organizations}, a domain or anything else but a GUID. */
    private static boolean isOfEveryTenant(String issuer) {
        return ENTRA_ISSUER.matcher(issuer).matches()
                && !GUID.matcher(tenantOf(issuer)).matches();
    }

    private static String tenantOf(String issuer) {
        var matcher = ENTRA_ISSUER.matcher(issuer);
        return matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "";
    }

    private static Preset google() {
        return new Preset(
                "google",
                "Google",
                "ID tokens of Google accounts and service accounts. hd is the domain of a Workspace organization; sub"
                        + " identifies a service account. The tokens have no jti.",
                List.of(),
                List.of(new IssuerForm("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs")),
                Set.of(Algorithm.RS256),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(SharedIssuer.pinnedBy(
                        issuer -> issuer.equals("https://accounts.google.com") || issuer.equals("accounts.google.com"),
                        "Google signs with the same keys for all accounts.",
                        List.of("hd", "sub"),
                        "claims.hd == \"example.com\"")),
                AudienceRecipe.GOOGLE);
    }

    private static Preset salesforce() {
        Predicate<String> everyOrganization =
                issuer -> issuer.equals("https://login.salesforce.com") || issuer.equals("https://test.salesforce.com");
        return new Preset(
                "salesforce",
                "Salesforce",
                "ID tokens of one organization. The issuer contains the domain of the organization (My Domain). If the"
                        + " issuer is https://login.salesforce.com, all organizations share it, and sub names the"
                        + " organization.",
                List.of(new Parameter(
                        "domain",
                        ParameterKind.HOST,
                        "The My Domain of the organization",
                        "example.my.salesforce.com")),
                List.of(
                        new IssuerForm("https://login.salesforce.com", "https://login.salesforce.com/id/keys"),
                        new IssuerForm("https://test.salesforce.com", "https://test.salesforce.com/id/keys"),
                        new IssuerForm("https://{domain}", "https://{domain}/id/keys")),
                Set.of(Algorithm.RS256),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(SharedIssuer.pinnedBySubject(
                        everyOrganization,
                        "Salesforce signs with the same keys for the users of all organizations.",
                        List.of(),
                        Pattern.compile("https://(?:login|test)\\.salesforce\\.com/id/[^/]+/.*"),
                        "claims.sub.startsWith(\"https://login.salesforce.com/id/00D000000000000AAA/\")")),
                AudienceRecipe.SALESFORCE);
    }
}
