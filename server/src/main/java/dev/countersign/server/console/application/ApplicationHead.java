package dev.countersign.server.console.application;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.server.registry.trust.ContentVersion;

/**
 * Header of every page of one application.
 *
 * @param tab the last segment of the page's path; empty for the first one
 * @param version version token for a change
 */
public record ApplicationHead(RegisteredClient application, String tab, String version) {
    static ApplicationHead of(RegisteredClient application, String tab) {
        return new ApplicationHead(application, tab, ContentVersion.of(application));
    }

    public String path() {
        return ApplicationsSection.PATH + "/" + application.id().value();
    }
}
