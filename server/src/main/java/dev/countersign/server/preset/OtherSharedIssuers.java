package dev.countersign.server.preset;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Issuers shared by many tenants and without a preset, each with the claims that name the tenant. */
final class OtherSharedIssuers {
    private OtherSharedIssuers() {}

    static List<SharedIssuer> all() {
        return List.of(
                buildkite(),
                terraform(),
                vercel(),
                pulumi(),
                pulumiOfVersion2(),
                codefresh(),
                scalr(),
                upbound(),
                cognitoIdentity(),
                sigstore(),
                slack(),
                people());
    }

    private static SharedIssuer buildkite() {
        return SharedIssuer.pinnedBySubject(
                Set.of("https://agent.buildkite.com")::contains,
                "Buildkite signs with the same keys for the jobs of every organization.",
                List.of("organization_slug", "organization_id", "pipeline_id"),
                Pattern.compile("organization:[^:]+:.*"),
                "claims.organization_slug == \"acme\"");
    }

    private static SharedIssuer terraform() {
        return SharedIssuer.pinnedBySubject(
                issuer -> issuer.equals("https://app.terraform.io") || issuer.equals("https://app.eu.terraform.io"),
                "HCP Terraform signs with the same keys for the runs of every organization.",
                List.of("terraform_organization_id", "terraform_organization_name", "terraform_workspace_id"),
                Pattern.compile("organization:[^:]+:.*"),
                "claims.terraform_organization_id == \"org-00000000\"");
    }

    private static SharedIssuer vercel() {
        return SharedIssuer.pinnedBySubject(
                Set.of("https://oidc.vercel.com")::contains,
                "This is the issuer that all teams of Vercel share; the issuer of a team ends with its name.",
                List.of("owner_id", "owner", "project_id"),
                Pattern.compile("owner:[^:]+:.*"),
                "claims.owner_id == \"team_0000\"");
    }

    private static SharedIssuer pulumi() {
        return SharedIssuer.pinnedBySubject(
                Set.of("https://api.pulumi.com/oidc")::contains,
                "Pulumi signs with the same keys for every organization.",
                List.of("org"),
                Pattern.compile("pulumi:[a-z]+:org:[^:]+:.*"),
                "claims.sub.startsWith(\"pulumi:deploy:org:acme:\")");
    }

    private static SharedIssuer pulumiOfVersion2() {
        return SharedIssuer.pinnedBy(
                Set.of("https://api.pulumi.com/oidc/v2")::contains,
                "Pulumi signs with the same keys for every organization.",
                List.of("https://pulumi.com/org_id", "https://pulumi.com/org", "sub"),
                "claims[\"https://pulumi.com/org\"] == \"acme\"");
    }

    private static SharedIssuer codefresh() {
        return SharedIssuer.pinnedBySubject(
                Set.of("https://oidc.codefresh.io")::contains,
                "Codefresh signs with the same keys for the pipelines of every account.",
                List.of("account_id", "account_name"),
                Pattern.compile("account:[^:]+:.*"),
                "claims.account_id == \"000000000000000000000000\"");
    }

    private static SharedIssuer scalr() {
        return SharedIssuer.pinnedBySubject(
                issuer -> issuer.equals("https://scalr.io") || issuer.equals("scalr.io"),
                "Scalr signs with the same keys for the runs of every account.",
                List.of("scalr_account_id", "scalr_account_name", "scalr_workspace_id"),
                Pattern.compile("account:[^:]+:.*"),
                "claims.scalr_account_name == \"acme\"");
    }

    private static SharedIssuer upbound() {
        return SharedIssuer.pinnedBySubject(
                Set.of("https://proidc.upbound.io")::contains,
                "Upbound signs with the same keys for the control planes of every organization.",
                List.of(),
                Pattern.compile("mcp:[^/:]+/.*"),
                "claims.sub.startsWith(\"mcp:acme/\")");
    }

    private static SharedIssuer cognitoIdentity() {
        return SharedIssuer.pinnedBy(
                issuer -> issuer.equals("https://cognito-identity.amazonaws.com")
                        || issuer.equals("cognito-identity.amazonaws.com"),
                "Amazon Cognito signs with the same keys for the identity pools of every account.",
                List.of("sub"),
                "claims.sub == \"eu-central-1:00000000-0000-0000-0000-000000000000\"");
    }

    private static SharedIssuer sigstore() {
        return SharedIssuer.pinnedBy(
                Set.of("https://oauth2.sigstore.dev/auth")::contains,
                "Sigstore signs with the same keys for everyone who signs in with a Google, Microsoft or GitHub account.",
                List.of("email", "sub"),
                "claims.email == \"builder@example.com\"");
    }

    private static SharedIssuer slack() {
        return SharedIssuer.pinnedBy(
                Set.of("https://slack.com")::contains,
                "Slack signs with the same keys for the members of every workspace.",
                List.of("https://slack.com/team_id", "sub"),
                "claims[\"https://slack.com/team_id\"] == \"T00000000\"");
    }

    /** Services that are open to the public, where only the subject identifies the owner of an account. */
    private static SharedIssuer people() {
        Set<String> issuers = Set.of(
                "https://appleid.apple.com",
                "https://account.apple.com",
                "https://www.facebook.com",
                "https://facebook.com",
                "https://limited.facebook.com",
                "https://access.line.me",
                "https://www.linkedin.com",
                "https://www.linkedin.com/oauth",
                "https://api.login.yahoo.com",
                "https://id.twitch.tv/oauth2");
        return SharedIssuer.pinnedBy(
                issuers::contains,
                "Anyone can have an account of this service, and it signs with the same keys for all of them.",
                List.of("sub"),
                "claims.sub == \"001234.0123456789abcdef0123456789abcdef.0123\"");
    }
}
