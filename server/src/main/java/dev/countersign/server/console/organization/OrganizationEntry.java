package dev.countersign.server.console.organization;

import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.SessionToken;
import dev.countersign.server.people.VisitedOrganization;
import dev.countersign.server.people.Visits;
import java.util.List;
import java.util.Optional;

/** Entry of an administrator of the root organization into another organization. */
public record OrganizationEntry(Organizations organizations, Visits visits) implements ConsoleSection {

    @Override
    public List<Route> routes() {
        return List.of(Route.form(Role.ADMINISTRATOR, OrganizationsSection.ONE + "/enter", this::enter));
    }

    private PageResponse enter(PageRequest request) {
        Optional<Organization> organization = organizations.find(request.variable("id"));
        return organization.isPresent() && request.signedIn().isPresent()
                ? enter(request, request.signedIn().get(), organization.get())
                : new PageResponse.NotFound();
    }

    private PageResponse enter(PageRequest request, PageRequest.SignedIn signedIn, Organization organization) {
        Optional<SessionToken> token = visits.enter(
                signedIn.session(),
                signedIn.token(),
                new VisitedOrganization(organization.number(), organization.id(), organization.slug()),
                request.caller().correlationId());
        return token.<PageResponse>map(entrance -> new PageResponse.Elsewhere(
                        ServerIdentity.ORGANIZATIONS + organization.slug(), "", new Cookies.Change.Visit(entrance)))
                .orElseGet(() -> PageResponse.seeOther(
                        OrganizationsSection.pathOf(organization),
                        Notice.problem("The organization is disabled. Enable it before you enter it.")));
    }
}
