package dev.countersign.server.console.overview;

import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.console.application.ApplicationsSection;
import dev.countersign.server.console.issuer.ConnectionsSection;
import dev.countersign.server.notice.CurrentNotice;
import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.CurrentNotice.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A notice on the page.
 *
 * @param path of the page on which its cause can be mended or examined
 */
public record NoticeRow(CurrentNotice notice, String path) {

    static NoticeRow of(CurrentNotice notice) {
        return new NoticeRow(notice, path(notice));
    }

    /** The style of its mark. */
    public String style() {
        return notice.severity() == Severity.ERROR ? "bad" : "warn";
    }

    private static String path(CurrentNotice notice) {
        Target target = notice.target();
        return switch (notice.kind()) {
            case CERTIFICATE_EXPIRES, KEYS_UNAVAILABLE, PRIVATE_KEY_PUBLISHED -> page(target, "/keys", "");
            case SECRET_EXPIRES -> page(target, "", "/secrets");
            case TOKEN_EXPIRES -> "/administrators";
            case REFUSALS_RISING -> "/activity?outcome=refused&issuer=" + encoded(target.name());
            case REPLAYS -> "/activity?code=" + RejectionCode.ASSERTION_REPLAYED.value();
        };
    }

    /** The page of a thing: one part of it for an issuer, and another for an application. */
    private static String page(Target target, String ofIssuer, String ofApplication) {
        return switch (target.kind()) {
            case TRUSTED_TOKEN_ISSUER -> ConnectionsSection.PATH + "/" + target.id() + ofIssuer;
            case APPLICATION -> ApplicationsSection.PATH + "/" + target.id() + ofApplication;
            case ORGANIZATION, SERVER -> "/settings";
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
