package dev.countersign.core.oauth;

/**
 * Instruction for one kind of token issuer: how to make its tokens name this server in {@code aud}. The alternative of
 * registering the value that the issuer sends anyway would accept tokens meant for others.
 */
public enum AudienceRecipe {
    KEYCLOAK("In Keycloak, add an \"Audience\" mapper to a client scope of the client, with <audience> as"
            + " \"Included Custom Audience\"."),
    GITHUB_ACTIONS("In the workflow, ask for the token with core.getIDToken('<audience>'), or append"
            + " &audience=<audience> to ACTIONS_ID_TOKEN_REQUEST_URL."),
    GITLAB("In .gitlab-ci.yml, give the job id_tokens: with aud: <audience>."),
    KUBERNETES("In the pod, mount a projected volume with a serviceAccountToken whose audience: is <audience>, or run"
            + " kubectl create token --audience=<audience>."),
    ENTRA("In Microsoft Entra ID, give this server an app registration of its own with an Application ID URI, let the"
            + " client ask for <that URI>/.default, and register as audience what its tokens hold: the URI, or the"
            + " application's id in tokens of version 2.0."),
    AUTH0("In Auth0, create an API with <audience> as its identifier, and ask for the token with audience=<audience>."),
    OKTA("In Okta, create a custom authorization server of its own with <audience> as its audience."),
    OKTA_XAA(
            "In Okta, register this server as the authorization server of the resource app, with <audience> as its issuer,"
                    + " and connect the requesting app with that resource app (Cross App Access, Manage Connections)."),
    ID_JAG("In the identity provider, register this server as the authorization server of the resource, with the issuer"
            + " identifier <audience>, and with the client_id that the client has here."),
    GOOGLE("Ask Google for an ID token with this audience: gcloud auth print-identity-token --audiences=<audience>, or"
            + " the metadata server's identity?audience=<audience>."),
    WSO2("In WSO2 Identity Server, add <audience> to the audiences of the application's ID token (Protocol, ID Token,"
            + " Audience)."),
    SPIFFE("Ask the Workload API for a JWT-SVID with this audience: spire-agent api fetch jwt -audience <audience>."),
    COGNITO(
            "Amazon Cognito puts the app client's id into aud of an ID token and cannot add another: create an app client"
                    + " for this server alone, and register its id as the audience. Access tokens have no aud."),
    SALESFORCE("Salesforce puts the client id of the connected app into aud of an ID token: create a connected app for"
            + " this server alone, and register its client id as the audience."),
    AWS("Ask AWS for a token with this audience, for example aws sts get-web-identity-token --audience <audience>."),
    ANY("Have the issuer put <audience> into the aud of the tokens that are meant for this server.");

    /** Placeholder in {@link #text()} for the value that the tokens must name. */
    public static final String PLACE = "<audience>";

    private final String text;

    AudienceRecipe(String text) {
        this.text = text;
    }

    /** The instruction, with {@value #PLACE} for this server's issuer identifier or the issuer's alias. */
    public String text() {
        return text;
    }

    /** The instruction for one of this server's audiences. */
    public String text(String audience) {
        return text.replace(PLACE, audience);
    }
}
