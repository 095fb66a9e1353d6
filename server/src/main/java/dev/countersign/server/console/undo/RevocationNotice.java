package dev.countersign.server.console.undo;

import dev.countersign.server.console.form.Lists;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.operation.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/** Notice about the tokens that are revoked together with a change, which <em>Undo</em> does not make valid again. */
public final class RevocationNotice {
    private static final Logger LOG = System.getLogger(RevocationNotice.class.getName());

    private RevocationNotice() {}

    /**
     * Revokes tokens after a change that is made already, and adds the notice about it to the response. The change stays
     * if the store does not answer: the notice says so, and names the command that revokes the tokens later.
     *
     * @param revoke returns the number of tokens that were valid until now
     */
    public static PageResponse.SeeOther after(PageResponse.SeeOther changed, LongSupplier revoke) {
        Notice notice;
        try {
            notice = revoked(revoke.getAsLong());
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.ERROR, "The store was unavailable to the revocation of tokens", unavailable);
            notice = Notice.problem(
                    "The database did not answer in time: the tokens may not be revoked. Revoke them with countersign"
                            + " tokens revoke.");
        }
        return new PageResponse.SeeOther(changed.path(), Lists.and(changed.notices(), notice));
    }

    private static Notice revoked(long count) {
        return Notice.done(
                switch ((int) Math.min(count, 2)) {
                    case 0 -> "There was no valid token to revoke.";
                    case 1 -> "1 token is revoked. It stays invalid, even after Undo.";
                    default -> "%s tokens are revoked. They stay invalid, even after Undo.".formatted(count);
                });
    }

    /** The exception to a resource that is as it was before; empty when no token was revoked. */
    static String exception(long count) {
        return switch ((int) Math.min(count, 2)) {
            case 0 -> "";
            case 1 -> ", but the token that was revoked stays invalid";
            default -> ", but the %s tokens that were revoked stay invalid".formatted(count);
        };
    }
}
