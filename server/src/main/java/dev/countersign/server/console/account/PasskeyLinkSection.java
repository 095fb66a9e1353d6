package dev.countersign.server.console.account;

import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.people.People;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.people.passkey.PasskeyServices;
import dev.countersign.server.people.passkey.Passkeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acceptance of an invitation with a passkey in the place of a password. */
public record PasskeyLinkSection(People people, PasskeyServices services) implements ConsoleSection {
    private static final String CODE = "code";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.openForm("/welcome/passkey", this::begin), Route.openForm("/welcome/passkey/new", this::add));
    }

    private PageResponse begin(PageRequest request) {
        SetupCode code = code(request);
        return people.invited(code)
                .map(person -> ceremony(request, person, code, 200, List.of()))
                .orElseGet(() -> used(code));
    }

    private static SetupCode code(PageRequest request) {
        return new SetupCode(request.form().exact(CODE));
    }

    private PageResponse ceremony(PageRequest request, Person person, SetupCode code, int status, List<String> faults) {
        var page = new CeremonyPage(
                "create",
                services.passkeys().options(person, code, request.formToken()),
                services.party().origin(),
                "/welcome/passkey/new",
                Map.of(CODE, code.value()),
                back(code),
                faults);
        return new PageResponse.Html(status, "Make a passkey", "", CeremonyPage.TEMPLATE, page, List.of());
    }

    private PageResponse add(PageRequest request) {
        SetupCode code = code(request);
        Optional<Person> person = people.invited(code);
        if (person.isEmpty()) {
            return used(code);
        }
        Passkeys.Added added = services.passkeys()
                .addByLink(
                        code,
                        person.get(),
                        request.formToken(),
                        request.form().exact(CeremonyPage.CREDENTIAL),
                        new Administrator(
                                person.get().username(), request.caller().correlationId()));
        return switch (added) {
            case Passkeys.Added.Done _ ->
                PageResponse.seeOther("/sign-in/passkey", Notice.done("The passkey is made. Sign in with it."));
            case Passkeys.Added.Unreadable() ->
                ceremony(request, person.get(), code, 400, List.of(CeremonyPage.UNREADABLE));
            case Passkeys.Added.Refused(var sentence) -> ceremony(request, person.get(), code, 422, List.of(sentence));
        };
    }

    /** The page of the link says why it is no longer valid. */
    private static PageResponse used(SetupCode code) {
        return PageResponse.seeOther(back(code));
    }

    private static String back(SetupCode code) {
        return "/welcome?code=" + Site.encoded(code.value());
    }
}
