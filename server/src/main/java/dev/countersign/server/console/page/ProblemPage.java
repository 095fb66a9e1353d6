package dev.countersign.server.console.page;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.people.Role;
import java.util.Locale;

/**
 * A page that states why the requested page is not available.
 *
 * @param status of HTTP
 * @param text the problem and the remedy
 */
public record ProblemPage(int status, String title, String text) {
    private static final int UNAUTHORIZED = 401;

    public static ProblemPage notFound() {
        return new ProblemPage(404, "Page not found", "The page was removed or never existed.");
    }

    public static ProblemPage methodNotAllowed() {
        return new ProblemPage(405, "Method not allowed", "This address does not accept this kind of request.");
    }

    public static ProblemPage signInFirst() {
        return new ProblemPage(UNAUTHORIZED, "Sign in first", "You are not signed in, or your session has ended.");
    }

    public static ProblemPage needsRole(Role role) {
        return new ProblemPage(
                403,
                "You don't have permission",
                "This needs the role %s. Ask an administrator to give you this role."
                        .formatted(role.name().toLowerCase(Locale.ROOT)));
    }

    public static ProblemPage foreignForm() {
        return new ProblemPage(
                403,
                "This form has expired",
                "The form was loaded before you signed in, or does not come from this console. Nothing was changed. Go back, reload the page and submit it again.");
    }

    public static ProblemPage tooLarge() {
        return new ProblemPage(413, "The form is too large", "A form and its files can have at most 1 MB in total.");
    }

    public static ProblemPage unreadable() {
        return new ProblemPage(
                400,
                "The request could not be read",
                "Nothing was changed. Go back, reload the page and submit it again.");
    }

    public static ProblemPage storeUnavailable() {
        return new ProblemPage(
                503,
                "The database is unavailable",
                "If you submitted a change, check whether it was made before you try again.");
    }

    public static ProblemPage signingUnavailable(CorrelationId id) {
        return new ProblemPage(
                503,
                "The module with the signing keys is unavailable",
                "If you submitted a change, check whether it was made before you try again. The server log has details under the correlation id "
                        + id.value() + ".");
    }

    public static ProblemPage fault(CorrelationId id) {
        return new ProblemPage(
                500,
                "Internal error",
                "The server failed to answer this request. The server log has details under the correlation id "
                        + id.value() + ".");
    }

    public boolean isAboutSigningIn() {
        return status == UNAUTHORIZED;
    }
}
