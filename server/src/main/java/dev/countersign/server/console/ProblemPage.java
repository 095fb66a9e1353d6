package dev.countersign.server.console;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.people.Role;
import java.util.Locale;

/**
 * A page that says why there is no page.
 *
 * @param status of HTTP
 * @param text what happened, and what to do
 */
record ProblemPage(int status, String title, String text) {
    private static final int UNAUTHORIZED = 401;

    static ProblemPage notFound() {
        return new ProblemPage(404, "There is nothing here", "What you are looking for was removed, or never was.");
    }

    static ProblemPage methodNotAllowed() {
        return new ProblemPage(405, "This does not work that way", "This address takes another kind of request.");
    }

    static ProblemPage signInFirst() {
        return new ProblemPage(UNAUTHORIZED, "Sign in first", "Your session has ended, or there never was one.");
    }

    static ProblemPage needsRole(Role role) {
        return new ProblemPage(
                403,
                "This is not yours to do",
                "It needs the role %s. An administrator can give it to you."
                        .formatted(role.name().toLowerCase(Locale.ROOT)));
    }

    static ProblemPage foreignForm() {
        return new ProblemPage(
                403,
                "This form is too old",
                "It was made before you signed in, or not by this console. Nothing was changed. Go back, load the page again and send it once more.");
    }

    static ProblemPage tooLarge() {
        return new ProblemPage(413, "That is too large", "A form with its files may have one megabyte.");
    }

    static ProblemPage unreadable() {
        return new ProblemPage(400, "That is no form", "The request could not be read. Nothing was changed.");
    }

    static ProblemPage storeUnavailable() {
        return new ProblemPage(
                503,
                "The database does not answer",
                "If you were changing something, look whether it was done before you try again.");
    }

    static ProblemPage fault(CorrelationId id) {
        return new ProblemPage(
                500,
                "Something went wrong here",
                "It is not your fault. The server's log has more under the correlation id " + id.value() + ".");
    }

    boolean isAboutSigningIn() {
        return status == UNAUTHORIZED;
    }
}
