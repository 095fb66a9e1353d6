package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.Site;

/**
 * The sign-in form.
 *
 * @param to requested page, below the root of the console; empty for the overview
 * @param ways of signing in that are offered
 */
public record SignInPage(Fields fields, String to, SignInWays ways) {
    /** The address that leads to the OpenID provider, below the root of the console. */
    public String providerPath() {
        return onwards(ProviderSection.PATH);
    }

    /** The address of the sign-in with a passkey, below the root of the console. */
    public String passkeyPath() {
        return onwards(PasskeySignInSection.PATH);
    }

    private String onwards(String path) {
        return path + (to.isEmpty() ? "" : "?to=" + Site.encoded(to));
    }
}
