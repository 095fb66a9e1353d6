package dev.countersign.server.console;

import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.ExpectedVersion;
import dev.countersign.server.management.Outcome;
import dev.countersign.server.management.Problem;
import dev.countersign.server.management.Saved;
import dev.countersign.server.management.UseCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Changes of one issuer by a form: what each of their outcomes shows. */
final class IssuerEdits {
    private static final Notice STALE = Notice.problem(
            "Somebody else changed it meanwhile. This is what you wrote; save it again to put it over what is there now.");

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
        ExpectedVersion version = visit.form()
                .text("version")
                .<ExpectedVersion>map(text -> new ExpectedVersion.OneOf(List.of(text)))
                .orElseGet(() -> new ExpectedVersion.OneOf(List.of()));
        return switch (useCases.changeIssuer()
                .change(visit.administrator(), id(visit), version, new Edit.Merge(patch))) {
            case Outcome.Done<Saved<TrustedIssuer>>(var saved) -> {
                var notices = new ArrayList<Notice>();
                notices.add(Notice.done(done));
                saved.warnings().forEach(warning -> notices.add(ConnectionsSection.notice(warning)));
                yield new Reply.SeeOther(
                        ConnectionsSection.PATH + "/" + id(visit).value() + tab, notices);
            }
            case Outcome.Invalid<Saved<TrustedIssuer>>(var problems) -> again.apply(before.get(), problems);
            case Outcome.Conflict<Saved<TrustedIssuer>>(var _, var _, var problems) ->
                again.apply(before.get(), problems);
            case Outcome.Stale<Saved<TrustedIssuer>>() ->
                again.apply(before.get(), List.of()).with(STALE);
            case Outcome.NotFound<Saved<TrustedIssuer>>() -> new Reply.NotFound();
            case Outcome.InUse<Saved<TrustedIssuer>> _ ->
                throw new IllegalStateException("only a removal can be in use");
        };
    }
}
