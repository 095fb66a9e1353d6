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
        return ProviderSection.PATH + (to.isEmpty() ? "" : "?to=" + Site.encoded(to));
    }
}
