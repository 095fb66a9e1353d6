package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.organization.Organizations.Imported;
import java.util.List;
import java.util.Map;

/** Endpoints of organizations, which the root organization alone has. */
public record OrganizationResource(Organizations organizations) {
    private static final String COLLECTION = "/organizations";
    private static final String ITEM = COLLECTION + "/{id}";
    private static final String LINK = "administrator_link";

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, this::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create).forAdministrators(),
                Endpoint.post(COLLECTION + "/import", Body.JSON, this::importDocument)
                        .forAdministrators(),
                Endpoint.get(ITEM, this::read),
                Endpoint.patch(ITEM, this::change).forAdministrators(),
                Endpoint.delete(ITEM, this::delete).forAdministrators(),
                Endpoint.get(ITEM + "/export", this::export).forAdministrators(),
                Endpoint.post(ITEM + "/administrator-link", Body.OPTIONAL, this::link)
                        .forAdministrators());
    }

    private AdminResponse delete(Call call) {
        return ApiProblems.answer(
                organizations.delete(call.administrator(), call.id("id"), call.expected()),
                _ -> new AdminResponse.Empty());
    }

    private AdminResponse export(Call call) {
        return ApiProblems.answer(organizations.export(call.administrator(), call.id("id")), AdminResponse::ok);
    }

    private AdminResponse link(Call call) {
        return ApiProblems.answer(
                organizations.link(call.administrator(), call.id("id")), link -> AdminResponse.ok(Map.of(LINK, link)));
    }

    private AdminResponse list(Call call) {
        return Paging.page(
                call.query(),
                new Paging.Listing<>(
                        organizations.list(),
                        Organization::createdAt,
                        Organization::id,
                        organization -> List.of(organization.slug(), organization.name()),
                        Organization::document));
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(organizations.create(call.administrator(), call.body()), created -> {
            Map<String, Object> document = created.organization().document();
            document.put(LINK, created.administratorLink());
            return AdminResponse.created(
                            document, call.path() + "/" + created.organization().id())
                    .with("ETag", tag(created.organization()));
        });
    }

    private AdminResponse importDocument(Call call) {
        return ApiProblems.answer(organizations.importFrom(call.administrator(), call.body()), imported -> {
            Map<String, Object> document = imported.organization().document();
            imported.administratorLink().ifPresent(link -> document.put(LINK, link));
            document.put(
                    "people",
                    imported.people().stream().map(Imported.Invited::document).toList());
            document.put(
                    "secrets",
                    imported.secrets().stream().map(TrustResource::secret).toList());
            return AdminResponse.created(
                            ResponseMembers.withWarnings(document, imported.warnings()),
                            call.path().replaceAll("/import$", "/")
                                    + imported.organization().id())
                    .with("ETag", tag(imported.organization()));
        });
    }

    private AdminResponse read(Call call) {
        return organizations
                .find(call.id("id"))
                .<AdminResponse>map(organization -> {
                    Map<String, Object> document = organization.document();
                    document.put("contents", organizations.contents(organization));
                    return AdminResponse.ok(document).with("ETag", tag(organization));
                })
                .orElseGet(ApiProblems::notFound);
    }

    private AdminResponse change(Call call) {
        return ApiProblems.answer(
                organizations.change(call.administrator(), call.id("id"), call.expected(), call.body()),
                organization -> AdminResponse.ok(organization.document()).with("ETag", tag(organization)));
    }

    private static String tag(Organization organization) {
        return EntityTags.of(Organizations.version(organization));
    }
}
