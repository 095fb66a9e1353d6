package dev.countersign.server.console.page;

import dev.countersign.server.console.form.Lists;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** What an action answers. */
public sealed interface PageResponse {

    /**
     * A whole page within the frame.
     *
     * @param title of the window and the first heading
     * @param section which entry of the navigation is marked, by its path; empty for none
     * @param template a file below {@code src/main/jte}; its parameters are {@code frame} and {@code page}
     * @param page what it shows
     * @param notices what is said above it
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
     * A piece of a page, for htmx.
     *
     * @param template its parameters are {@code frame} and {@code page}
     */
    record Piece(String template, Object page) implements PageResponse {}

    /**
     * Another page of the console (303), so that loading it again repeats nothing.
     *
     * @param path below the root of the console, with its query
     * @param notices what is said there, once
     */
    record SeeOther(String path, List<Notice> notices) implements PageResponse {
        public SeeOther {
            notices = List.copyOf(notices);
        }
    }

    /** A file to keep. */
    record Download(String contentType, String fileName, Content content) implements PageResponse {

        /** Writes a file of any length. */
        @FunctionalInterface
        public interface Content {
            void writeTo(Writer out) throws IOException;
        }
    }

    /** There is nothing of this name, or not any more. */
    record NotFound() implements PageResponse {}

    /** A reply that begins or ends a session. */
    record WithCookie(SeeOther to, Cookies.Change change) implements PageResponse {}

    static Html page(String title, String section, String template, Object page) {
        return new Html(200, title, section, template, page, List.of());
    }

    /** A form that came back with something wrong in it. */
    static Html formAgain(String title, String section, String template, Object page) {
        return new Html(422, title, section, template, page, List.of());
    }

    static SeeOther seeOther(String path, Notice... notices) {
        return new SeeOther(path, List.of(notices));
    }
}
