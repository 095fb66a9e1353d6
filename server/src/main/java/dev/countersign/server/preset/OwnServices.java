package dev.countersign.server.preset;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.AudienceRecipe;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Presets of issuers that belong to one organization each, which their {@code iss} value identifies. */
final class OwnServices {
    private OwnServices() {}

    static List<Preset> all() {
        return List.of(kubernetes(), okta(), auth0(), cognito(), keycloak(), wso2(), spiffe());
    }

    private static Preset kubernetes() {
        String gke = "https://container.googleapis.com/v1/projects/{project}/locations/{location}/clusters/{cluster}";
        String eks = "https://oidc.eks.{region}.amazonaws.com/id/{cluster_id}";
        return new Preset(
                "kubernetes",
                "Kubernetes",
                "Projected service account tokens. A pod presents the same token until the kubelet replaces it, after"
                        + " at most 24 hours, so reuse is allowed and iat can be 24 hours old. sub is"
                        + " system:serviceaccount:<namespace>:<name>.",
                parametersOfClusters(),
                List.of(
                        new IssuerForm(eks, eks + "/keys"),
                        new IssuerForm(gke, gke + "/jwks"),
                        new IssuerForm("{url}", "{url}/openid/v1/jwks")),
                Set.of(Algorithm.RS256, Algorithm.ES256, Algorithm.ES384, Algorithm.ES512),
                Reuse.USUAL,
                Map.of(
                        "replay", Map.of("require_jti", false, "allow_reuse", true),
                        "iat", Map.of("validity_minutes", 1440L)),
                List.of(),
                AudienceRecipe.KUBERNETES);
    }

    private static List<Parameter> parametersOfClusters() {
        return List.of(
                new Parameter(
                        "url",
                        ParameterKind.URL,
                        "The value of --service-account-issuer of the API server",
                        "https://cluster.example.com"),
                new Parameter(
                        "region", ParameterKind.SEGMENT, "The region of the cluster (Amazon EKS)", "eu-central-1"),
                new Parameter(
                        "cluster_id",
                        ParameterKind.SEGMENT,
                        "The last part of the OIDC issuer of the cluster (Amazon EKS)",
                        "EXAMPLED539D4633E53DE1B71EXAMPLE"),
                new Parameter(
                        "project", ParameterKind.SEGMENT, "The project of the cluster (Google GKE)", "my-project"),
                new Parameter(
                        "location", ParameterKind.SEGMENT, "The location of the cluster (Google GKE)", "europe-west3"),
                new Parameter("cluster", ParameterKind.SEGMENT, "The name of the cluster (Google GKE)", "production"));
    }

    private static Preset okta() {
        return new Preset(
                "okta",
                "Okta",
                "Tokens of a custom authorization server, or ID tokens of an organization. For a custom authorization"
                        + " server, set domain and authorization_server (often \"default\"); for an organization, set only"
                        + " domain.",
                List.of(
                        new Parameter(
                                "domain", ParameterKind.HOST, "The domain of the organization", "example.okta.com"),
                        new Parameter(
                                "authorization_server",
                                ParameterKind.SEGMENT,
                                "The id of the custom authorization server",
                                "default")),
                List.of(
                        new IssuerForm(
                                "https://{domain}/oauth2/{authorization_server}",
                                "https://{domain}/oauth2/{authorization_server}/v1/keys"),
                        new IssuerForm("https://{domain}", "https://{domain}/oauth2/v1/keys")),
                Set.of(Algorithm.RS256),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(),
                AudienceRecipe.OKTA);
    }

    private static Preset auth0() {
        return new Preset(
                "auth0",
                "Auth0",
                "ID tokens or access tokens of one tenant. The issuer ends with a slash. Access tokens of the RFC 9068"
                        + " profile (typ at+jwt) are never accepted as assertions; use ID tokens, or access tokens of"
                        + " the Auth0 profile.",
                List.of(new Parameter(
                        "domain", ParameterKind.HOST, "The domain of the tenant", "example.eu.auth0.com")),
                List.of(new IssuerForm("https://{domain}/", "https://{domain}/.well-known/jwks.json")),
                Set.of(Algorithm.RS256, Algorithm.PS256),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(),
                AudienceRecipe.AUTH0);
    }

    private static Preset cognito() {
        String pool = "https://cognito-idp.{region}.amazonaws.com/{user_pool_id}";
        return new Preset(
                "cognito",
                "Amazon Cognito",
                "ID tokens of one user pool. Their aud is the id of the app client. Access tokens have no aud and are refused.",
                List.of(
                        new Parameter("region", ParameterKind.SEGMENT, "The region of the user pool", "eu-central-1"),
                        new Parameter(
                                "user_pool_id",
                                ParameterKind.SEGMENT,
                                "The id of the user pool",
                                "eu-central-1_ExaMPle12")),
                List.of(new IssuerForm(pool, pool + "/.well-known/jwks.json")),
                Set.of(Algorithm.RS256),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(),
                AudienceRecipe.COGNITO);
    }

    private static Preset keycloak() {
        return new Preset(
                "keycloak",
                "Keycloak",
                "Tokens of one realm. The url ends with /auth if Keycloak is configured with that path.",
                List.of(
                        new Parameter("url", ParameterKind.URL, "The URL of Keycloak", "https://sso.example.com"),
                        new Parameter("realm", ParameterKind.SEGMENT, "The name of the realm", "staff")),
                List.of(new IssuerForm("{url}/realms/{realm}", "{url}/realms/{realm}/protocol/openid-connect/certs")),
                EnumSet.allOf(Algorithm.class),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(),
                AudienceRecipe.KEYCLOAK);
    }

    private static Preset wso2() {
        return new Preset(
                "wso2",
                "WSO2 Identity Server and Asgardeo",
                "ID tokens of a server or of one tenant. For a tenant, set tenant. Access tokens (typ at+jwt) are never"
                        + " accepted as assertions; use ID tokens.",
                List.of(
                        new Parameter("host", ParameterKind.HOST, "The host of the server", "api.asgardeo.io"),
                        new Parameter(
                                "tenant", ParameterKind.SEGMENT, "The name of the tenant or organization", "example")),
                List.of(
                        new IssuerForm(
                                "https://{host}/t/{tenant}/oauth2/token", "https://{host}/t/{tenant}/oauth2/jwks"),
                        new IssuerForm("https://{host}/oauth2/token", "https://{host}/oauth2/jwks")),
                EnumSet.complementOf(EnumSet.of(Algorithm.EDDSA)),
                Reuse.UNDECIDED,
                Map.of(),
                List.of(),
                AudienceRecipe.WSO2);
    }

    private static Preset spiffe() {
        return new Preset(
                "spiffe",
                "SPIFFE (SPIRE)",
                "JWT-SVIDs of workloads. They have an iss only if jwt_issuer of SPIRE is set to the URL of the OIDC"
                        + " discovery provider. The agent caches a JWT-SVID and returns it again, so reuse is"
                        + " allowed. sub is the SPIFFE ID.",
                List.of(new Parameter(
                        "url",
                        ParameterKind.URL,
                        "The URL of the OIDC discovery provider",
                        "https://oidc.example.org")),
                List.of(new IssuerForm("{url}", "{url}/keys")),
                EnumSet.complementOf(EnumSet.of(Algorithm.EDDSA)),
                Reuse.USUAL,
                Map.of("replay", Map.of("require_jti", false, "allow_reuse", true)),
                List.of(),
                AudienceRecipe.SPIFFE);
    }
}
