package dev.countersign.server.console.page;

import dev.countersign.server.console.form.Lists;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.util.List;

/** Response of an action. */
public sealed interface PageResponse {

    /**
     * A whole page within the frame.
     *
     * @param title of the window and the first heading
     * @param section the path of the marked navigation entry; empty for none
     * @param template a file below {@code src/main/jte}; its parameters are {@code frame} and {@code page}
     * @param page its model
     * @param notices notices above the content
     */
    record Html(int status, String title, String section, String template, Object page, List<Notice> notices)
            implements PageResponse {
        public Html {
            notices = List.copyOf(notices);
        }

        public Html with(Notice notice) {
            return new Html(status, title, section, template, page, Lists.and(notices, notice));
        }

        public Html withAll(List<Notice> more) {
            return new Html(status, title, section, template, page, Lists.and(notices, more));
        }
    }

    /**
     * A fragment of a page, for htmx.
     *
     * @param template its parameters are {@code frame} and {@code page}
     */
    record Piece(String template, Object page) implements PageResponse {}

    /**
     * A redirect to another page of the console (303), so that reloading it repeats nothing.
     *
     * @param path below the root of the console, with its query
     * @param notices notices to display there once
     */
    record SeeOther(String path, List<Notice> notices) implements PageResponse {
        public SeeOther {
            notices = List.copyOf(notices);
        }
    }

    /** A file to download. */
    record Download(String contentType, String fileName, Content content) implements PageResponse {

        /** Writer of a file of any length. */
        @FunctionalInterface
        public interface Content {
            void writeTo(Writer out) throws IOException;
        }
    }

    /** Response for a thing that does not exist or was removed. */
    record NotFound() implements PageResponse {}

    /** A response that also changes a cookie, such as one that begins or ends a session. */
    record WithCookie(PageResponse response, Cookies.Change change) implements PageResponse {}

    /** A redirect to the OpenID provider. */
    record Away(URI to) implements PageResponse {}

    /**
     * A page that goes on to another page of the console by itself. After a redirect from another site, browsers would
     * not send the cookie of the session with a further redirect, because it is {@code SameSite=Strict}.
     *
     * @param path below the root of the console
     */
    record Onward(String path) implements PageResponse {}

    /**
     * A redirect to the console of another organization that begins the session there, or ends the session here.
     *
     * @param organizationPath the path of that organization, such as {@code /t/acme}; empty for the root
     * @param path below the root of its console
     */
    record Elsewhere(String organizationPath, String path, Cookies.Change change) implements PageResponse {}

    static Html page(String title, String section, String template, Object page) {
        return new Html(200, title, section, template, page, List.of());
    }

    /** A submitted form with problems. */
    static Html formAgain(String title, String section, String template, Object page) {
        return new Html(422, title, section, template, page, List.of());
    }

    static SeeOther seeOther(String path, Notice... notices) {
        return new SeeOther(path, List.of(notices));
    }
}
