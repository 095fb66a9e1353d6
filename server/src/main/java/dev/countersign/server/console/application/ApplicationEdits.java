package dev.countersign.server.console.application;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
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
import java.util.function.BiFunction;
import java.util.function.Function;

/** Form-based changes of one application, with a response for each outcome. */
record ApplicationEdits(UseCases useCases) {

    /** A page about the application of a route, or the response for an unknown one. */
    PageResponse show(PageRequest request, Function<RegisteredClient, PageResponse> page) {
        return useCases.configuration()
                .application(new ApplicationId(request.variable("id")))
                .map(page)
                .orElseGet(PageResponse.NotFound::new);
    }

    /**
     * Merges a patch into the application.
     *
     * @param tab the page that confirms the change
     * @param again the form with its problems
     */
    PageResponse change(
            PageRequest request,
            Map<String, Object> patch,
            String tab,
            String done,
            BiFunction<RegisteredClient, List<Problem>, PageResponse.Html> again) {
        return show(
                request,
                before -> FormEdits.answer(
                        useCases.applications()
                                .change(
                                        request.administrator(),
                                        before.id(),
                                        FormEdits.version(request),
                                        new Edit.Merge(patch)),
                        ApplicationsSection.PATH + "/" + before.id().value() + tab,
                        after -> Undo.offer(RegisteredKind.APPLICATIONS, request, before, after, done),
                        problems -> again.apply(before, problems)));
    }
}
