package dev.countersign.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** Virtual authenticator of one page of Chromium, with resident keys and a user whom it verifies. */
final class VirtualAuthenticator {
    private final CDPSession session;
    private final String id;

    private VirtualAuthenticator(CDPSession session, String id) {
        this.session = session;
        this.id = id;
    }

    static VirtualAuthenticator of(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("WebAuthn.enable");
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var parameters = new JsonObject();
        parameters.add("options", options);
        JsonObject added = session.send("WebAuthn.addVirtualAuthenticator", parameters);
        return new VirtualAuthenticator(session, added.get("authenticatorId").getAsString());
    }

    /** Whether it verifies its user from now on. */
    void verifiesUser(boolean verified) {
        JsonObject parameters = parameters();
        parameters.addProperty("isUserVerified", verified);
        session.send("WebAuthn.setUserVerified", parameters);
    }

    /** Its credentials, with their private keys and counters. */
    JsonArray credentials() {
        return session.send("WebAuthn.getCredentials", parameters()).getAsJsonArray("credentials");
    }

    /** Takes the credentials of another authenticator in the place of its own, each with this counter. */
    void take(JsonArray credentials, int counter) {
        session.send("WebAuthn.clearCredentials", parameters());
        for (JsonElement credential : credentials) {
            JsonObject copy = credential.getAsJsonObject().deepCopy();
            copy.addProperty("signCount", counter);
            JsonObject parameters = parameters();
            parameters.add("credential", copy);
            session.send("WebAuthn.addCredential", parameters);
        }
    }

    private JsonObject parameters() {
        var parameters = new JsonObject();
        parameters.addProperty("authenticatorId", id);
        return parameters;
    }
}
