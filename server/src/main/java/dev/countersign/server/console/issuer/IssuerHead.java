package dev.countersign.server.console.issuer;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.management.ContentVersion;

/**
 * What stands above every page of one issuer.
 *
 * @param tab the last segment of the page's path; empty for the first one
 * @param version as which a change takes it
 */
public record IssuerHead(TrustedIssuer issuer, String tab, String version) {
    static IssuerHead of(TrustedIssuer issuer, String tab) {
        return new IssuerHead(issuer, tab, ContentVersion.of(issuer));
    }

    public String path() {
        return ConnectionsSection.PATH + "/" + issuer.id().value();
    }
}
