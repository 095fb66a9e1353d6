package dev.countersign.server.admin;

import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.admin.Endpoint.Body;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.IfKeysFail;
import dev.countersign.server.management.IssuerDocument;
import dev.countersign.server.management.RemoveTrustedIssuer.IfNamed;
import dev.countersign.server.management.Saved;
import dev.countersign.server.management.UseCases;
import dev.countersign.server.management.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Trusted token issuers. */
final class IssuerResource {
    static final String COLLECTION = "/trusted-token-issuers";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;

    IssuerResource(UseCases useCases) {
        this.useCases = useCases;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, this::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create),
                Endpoint.post(COLLECTION + "/discover", Body.JSON, this::discover),
                Endpoint.get(ITEM, this::read),
                Endpoint.put(ITEM, call -> change(call, new Edit.Replace(call.body()))),
                Endpoint.patch(ITEM, call -> change(call, new Edit.Merge(call.body()))),
                Endpoint.delete(ITEM, this::delete));
    }

    private Answer list(Call call) {
        return Paging.page(
                call.query(),
                new Paging.Listing<>(
                        useCases.configuration().issuers(),
                        TrustedIssuer::createdAt,
                        issuer -> issuer.id().value(),
                        issuer -> List.of(issuer.name(), issuer.issuer().value()),
                        IssuerDocument::of));
    }

    private Answer create(Call call) {
        IfKeysFail ifKeysFail = ifKeysFail(call.query());
        if (!call.query().problems().isEmpty()) {
            return Problems.invalid(call.query().problems());
        }
        return Problems.answer(
                useCases.registerIssuer().register(call.administrator(), call.body(), ifKeysFail), saved -> {
                    String location = call.path() + "/" + saved.value().id();
                    return Answer.created(document(saved), location).with("ETag", EntityTags.of(saved.version()));
                });
    }

    /** A POST, because the server asks elsewhere for it; nothing is registered. */
    private Answer discover(Call call) {
        return Problems.answer(useCases.discoverIssuer().discover(call.body()), Answer::ok);
    }

    private Answer read(Call call) {
        return useCases.configuration()
                .issuer(new IssuerId(call.id("id")))
                .<Answer>map(
                        issuer -> Answer.ok(IssuerDocument.of(issuer)).with("ETag", EntityTags.of(Version.of(issuer))))
                .orElseGet(Problems::notFound);
    }

    /** {@code ?validate=strict} saves an issuer only when its JWKS URL gives keys that fit. */
    private static IfKeysFail ifKeysFail(QueryParameters query) {
        query.allow(Set.of("validate"));
        return query.choice("validate", List.of("strict")).isPresent() ? IfKeysFail.REFUSE : IfKeysFail.WARN;
    }

    private Answer change(Call call, Edit edit) {
        IfKeysFail ifKeysFail = ifKeysFail(call.query());
        if (!call.query().problems().isEmpty()) {
            return Problems.invalid(call.query().problems());
        }
        return Problems.answer(
                useCases.changeIssuer()
                        .change(call.administrator(), new IssuerId(call.id("id")), call.expected(), edit, ifKeysFail),
                saved -> Answer.ok(document(saved)).with("ETag", EntityTags.of(saved.version())));
    }

    private Answer delete(Call call) {
        call.query().allow(Set.of("force"));
        boolean force = call.query().flag("force");
        if (!call.query().problems().isEmpty()) {
            return Problems.invalid(call.query().problems());
        }
        return Problems.answer(
                useCases.removeIssuer()
                        .remove(
                                call.administrator(),
                                new IssuerId(call.id("id")),
                                call.expected(),
                                force ? IfNamed.REMOVE_NAME : IfNamed.REFUSE),
                _ -> new Answer.Empty());
    }

    private static Map<String, Object> document(Saved<TrustedIssuer> saved) {
        return Documents.withWarnings(IssuerDocument.of(saved.value()), saved.warnings());
    }
}
