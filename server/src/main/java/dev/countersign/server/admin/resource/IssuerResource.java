package dev.countersign.server.admin.resource;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.QueryParameters;
import dev.countersign.server.management.ContentVersion;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.IfKeysFail;
import dev.countersign.server.management.IssuerFields;
import dev.countersign.server.management.RemoveTrustedIssuer.Force;
import dev.countersign.server.management.UseCases;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Trusted token issuers. */
public final class IssuerResource {
    static final String COLLECTION = "/trusted-token-issuers";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;
    private final RegisteredThings<TrustedIssuer> things;

    public IssuerResource(UseCases useCases) {
        this.useCases = useCases;
        this.things = new RegisteredThings<>(
                () -> useCases.configuration().issuers(),
                id -> useCases.configuration().issuer(new IssuerId(id)),
                issuer -> issuer.id().value(),
                TrustedIssuer::createdAt,
                ContentVersion::of,
                issuer -> List.of(issuer.name(), issuer.issuer().value()),
                IssuerFields::document);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, things::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create),
                Endpoint.post(COLLECTION + "/discover", Body.JSON, this::discover),
                Endpoint.get(ITEM, things::read),
                Endpoint.put(ITEM, call -> change(call, new Edit.Replace(call.body()))),
                Endpoint.patch(ITEM, call -> change(call, new Edit.Merge(call.body()))),
                Endpoint.delete(ITEM, this::delete));
    }

    private AdminResponse create(Call call) {
        IfKeysFail ifKeysFail = ifKeysFail(call.query());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return ApiProblems.answer(
                useCases.registerIssuer().register(call.administrator(), call.body(), ifKeysFail),
                saved -> things.created(call, saved, Map.of()));
    }

    /** A POST, because the server asks elsewhere for it; nothing is registered. */
    private AdminResponse discover(Call call) {
        return ApiProblems.answer(useCases.discoverIssuer().discover(call.body()), AdminResponse::ok);
    }

    /** {@code ?validate=strict} saves an issuer only when its JWKS URL gives keys that fit. */
    private static IfKeysFail ifKeysFail(QueryParameters query) {
        query.allow(Set.of("validate"));
        return query.choice("validate", List.of("strict")).isPresent() ? IfKeysFail.REFUSE : IfKeysFail.WARN;
    }

    private AdminResponse change(Call call, Edit edit) {
        IfKeysFail ifKeysFail = ifKeysFail(call.query());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return things.changed(useCases.changeIssuer()
                .change(call.administrator(), new IssuerId(call.id("id")), call.expected(), edit, ifKeysFail));
    }

    private AdminResponse delete(Call call) {
        return RegisteredThings.removed(
                call,
                force -> useCases.removeIssuer()
                        .remove(
                                call.administrator(),
                                new IssuerId(call.id("id")),
                                call.expected(),
                                force ? Force.REMOVE_NAME : Force.REFUSE));
    }
}
