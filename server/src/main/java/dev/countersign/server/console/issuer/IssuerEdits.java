package dev.countersign.server.console.issuer;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.undo.Undo;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Form-based changes of one issuer, with a response for each outcome. */
record IssuerEdits(UseCases useCases) {

    /** The issuer of a route. */
    Optional<TrustedIssuer> find(PageRequest request) {
        return useCases.configuration().issuer(id(request));
    }

    static IssuerId id(PageRequest request) {
        return new IssuerId(request.variable("id"));
    }

    /** A page about an issuer, or the response for an unknown one. */
    PageResponse show(PageRequest request, Function<TrustedIssuer, PageResponse> page) {
        return find(request).map(page).orElseGet(PageResponse.NotFound::new);
    }

    /**
     * Merges a patch into the issuer.
     *
     * @param tab the page that confirms the change
     * @param again the form with its problems
     */
    PageResponse change(
            PageRequest request,
            Map<String, Object> patch,
            String tab,
            String done,
            BiFunction<TrustedIssuer, List<Problem>, PageResponse.Html> again) {
        Optional<TrustedIssuer> before = find(request);
        if (before.isEmpty()) {
            return new PageResponse.NotFound();
        }
        return FormEdits.answer(
                useCases.issuers()
                        .change(
                                request.administrator(),
                                id(request),
                                FormEdits.version(request),
                                new Edit.Merge(patch)),
                ConnectionsSection.PATH + "/" + id(request).value() + tab,
                after -> Undo.offer(RegisteredKind.ISSUERS, request, before.get(), after, done),
                problems -> again.apply(before.get(), problems));
    }
}
