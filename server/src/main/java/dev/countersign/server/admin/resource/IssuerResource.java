package dev.countersign.server.admin.resource;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.QueryParameters;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.IfKeysFail;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Endpoints of trusted token issuers. */
public final class IssuerResource {
    static final String COLLECTION = "/trusted-token-issuers";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;
    private final RegisteredThings<TrustedIssuer> things;

    public IssuerResource(UseCases useCases) {
        this.useCases = useCases;
        this.things = new RegisteredThings<>(
                RegisteredKind.ISSUERS, COLLECTION, useCases.configuration(), IssuerFields::document);
    }

    public List<Endpoint> endpoints() {
        var endpoints = new ArrayList<>(things.endpoints(this::create, this::change, this::delete));
        endpoints.add(Endpoint.post(COLLECTION + "/discover", Body.JSON, this::discover));
        return endpoints;
    }

    private AdminResponse create(Call call) {
        IfKeysFail ifKeysFail = ifKeysFail(call.query());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return ApiProblems.answer(
                useCases.issuers().register(call.administrator(), call.body(), ifKeysFail),
                saved -> things.created(call, saved, Map.of()));
    }

    /** A POST, because the server fetches a document from another host; nothing is registered. */
    private AdminResponse discover(Call call) {
        return ApiProblems.answer(useCases.discoverIssuer().discover(call.body()), AdminResponse::ok);
    }

    /** {@code ?validate=strict} saves an issuer only when its JWKS URL returns suitable keys. */
    private static IfKeysFail ifKeysFail(QueryParameters query) {
        query.allow(Set.of("validate"));
        return query.choice("validate", List.of("strict")).isPresent() ? IfKeysFail.REFUSE : IfKeysFail.WARN;
    }

    private AdminResponse change(Call call, Edit edit) {
        IfKeysFail ifKeysFail = ifKeysFail(call.query());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return things.changed(useCases.issuers()
                .change(call.administrator(), new IssuerId(call.id("id")), call.expected(), edit, ifKeysFail));
    }

    private AdminResponse delete(Call call) {
        return RegisteredThings.removed(
                call,
                force -> useCases.issuers()
                        .remove(call.administrator(), new IssuerId(call.id("id")), call.expected(), force));
    }
}
