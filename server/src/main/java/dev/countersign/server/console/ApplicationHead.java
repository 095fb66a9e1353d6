package dev.countersign.server.console;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.server.management.ContentVersion;

/**
 * What stands above every page of one application.
 *
 * @param tab the last segment of the page's path; empty for the first one
 * @param version as which a change takes it
 */
record ApplicationHead(RegisteredClient application, String tab, String version) {
    static ApplicationHead of(RegisteredClient application, String tab) {
        return new ApplicationHead(application, tab, ContentVersion.of(application));
    }

    String path() {
        return ApplicationsSection.PATH + "/" + application.id().value();
    }
}
