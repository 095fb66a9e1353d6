package dev.countersign.server.console;

import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.Problem;
import dev.countersign.server.management.UseCases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Changes of one issuer by a form: what each of their outcomes shows. */
final class IssuerEdits {
    private final UseCases useCases;

    IssuerEdits(UseCases useCases) {
        this.useCases = useCases;
    }

    /** The issuer of a route. */
    Optional<TrustedIssuer> find(Visit visit) {
        return useCases.configuration().issuer(id(visit));
    }

    static IssuerId id(Visit visit) {
        return new IssuerId(visit.variable("id"));
    }

    /** A page about an issuer, or that there is none. */
    Reply show(Visit visit, Function<TrustedIssuer, Reply> page) {
        return find(visit).map(page).orElseGet(Reply.NotFound::new);
    }

    /**
     * Merges a patch into the issuer.
     *
     * @param tab the page that says so when it is done
     * @param again the form with what is wrong
     */
    Reply change(
            Visit visit,
            Map<String, Object> patch,
            String tab,
            String done,
            BiFunction<TrustedIssuer, List<Problem>, Reply.Html> again) {
        Optional<TrustedIssuer> before = find(visit);
        if (before.isEmpty()) {
            return new Reply.NotFound();
        }
        return Edits.answer(
                useCases.changeIssuer()
                        .change(visit.administrator(), id(visit), Edits.version(visit), new Edit.Merge(patch)),
                ConnectionsSection.PATH + "/" + id(visit).value() + tab,
                done,
                problems -> again.apply(before.get(), problems));
    }
}
