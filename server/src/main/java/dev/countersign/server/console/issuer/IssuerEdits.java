package dev.countersign.server.console.issuer;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
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
    Optional<TrustedIssuer> find(PageRequest visit) {
        return useCases.configuration().issuer(id(visit));
    }

    static IssuerId id(PageRequest visit) {
        return new IssuerId(visit.variable("id"));
    }

    /** A page about an issuer, or that there is none. */
    PageResponse show(PageRequest visit, Function<TrustedIssuer, PageResponse> page) {
        return find(visit).map(page).orElseGet(PageResponse.NotFound::new);
    }

    /**
     * Merges a patch into the issuer.
     *
     * @param tab the page that says so when it is done
     * @param again the form with what is wrong
     */
    PageResponse change(
            PageRequest visit,
            Map<String, Object> patch,
            String tab,
            String done,
            BiFunction<TrustedIssuer, List<Problem>, PageResponse.Html> again) {
        Optional<TrustedIssuer> before = find(visit);
        if (before.isEmpty()) {
            return new PageResponse.NotFound();
        }
        return FormEdits.answer(
                useCases.changeIssuer()
                        .change(visit.administrator(), id(visit), FormEdits.version(visit), new Edit.Merge(patch)),
                ConnectionsSection.PATH + "/" + id(visit).value() + tab,
                done,
                problems -> again.apply(before.get(), problems));
    }
}
