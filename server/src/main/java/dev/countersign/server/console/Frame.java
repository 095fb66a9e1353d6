package dev.countersign.server.console;

import dev.countersign.server.console.form.FormTokens;
import dev.countersign.server.console.form.Lists;
import dev.countersign.server.console.form.TimeText;
import dev.countersign.server.console.page.Banner;
import dev.countersign.server.console.page.MenuEntry;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Layout data common to all pages.
 *
 * @param title of the window and the first heading
 * @param section the path of the marked navigation entry; empty for none
 * @param path of the page, below the root of the console
 * @param address of the page with its query, below the root of the console
 * @param root the path of the console, which precedes every address
 * @param banner of an organization other than the root
 * @param others the other organizations that can be entered, in the console of the root
 * @param person the signed-in user
 * @param formToken the value of the field {@value FormTokens#FIELD} in every form
 * @param attention number of notices that hold now, for the signed-in user
 * @param now the time that relative times refer to
 */
record Frame(
        String title,
        String section,
        String path,
        String address,
        String root,
        Assets assets,
        Optional<Banner> banner,
        Optional<List<Organization>> others,
        Optional<Person> person,
        String formToken,
        List<Notice> notices,
        int attention,
        Instant now) {

    private static final int LONGEST_MENU = 20;

    List<MenuEntry> entries() {
        return others.isPresent() ? Lists.and(MenuEntry.COMMON, MenuEntry.ORGANIZATIONS) : MenuEntry.COMMON;
    }

    /** The entry of the menu above this page; empty for the page of an entry itself. */
    Optional<MenuEntry> above() {
        if (path.startsWith(MenuEntry.ACCOUNT.path() + "/")) {
            return Optional.of(MenuEntry.ACCOUNT);
        }
        return path.equals(section)
                ? Optional.empty()
                : entries().stream()
                        .filter(entry -> !entry.path().isEmpty() && isHere(entry))
                        .findFirst();
    }

    /** The organizations that the menu offers to enter, by name. */
    List<Organization> menu() {
        return mayAdminister()
                ? others.orElse(List.of()).stream()
                        .sorted(Comparator.comparing(Organization::name, String.CASE_INSENSITIVE_ORDER))
                        .limit(LONGEST_MENU)
                        .toList()
                : List.of();
    }

    /** Whether the signed-in person is an administrator of the root organization in another one. */
    boolean isVisit() {
        return person.filter(Person::isVisitor).isPresent();
    }

    /** The name of an organization other than the root. */
    Optional<String> organization() {
        return banner.map(shown -> shown.name().get());
    }

    /** The end of the title of the window. */
    String site() {
        return organization().orElse("Countersign");
    }

    /** The classes of the body of the page. */
    String style() {
        return (person.isPresent() ? "framed" : "alone")
                + banner.map(shown -> " " + shown.style()).orElse("");
    }

    boolean isHere(MenuEntry entry) {
        return entry.path().equals(section);
    }

    /** This page with all rows of its list selected. */
    String selecting() {
        return address + (address.contains("?") ? "&" : "?") + PageRequest.SELECT;
    }

    /** The address of a page of the console. */
    String to(String path) {
        return root + path;
    }

    /** The address of a file that the browser loads. */
    String asset(String name) {
        return root + assets.path(name);
    }

    boolean mayEdit() {
        return has(Role.EDITOR);
    }

    boolean mayAdminister() {
        return has(Role.ADMINISTRATOR);
    }

    private boolean has(Role role) {
        return person.filter(user -> user.role().covers(role)).isPresent();
    }

    /** A time in relative form, such as {@code 5 minutes ago}. */
    String ago(Instant moment) {
        return TimeText.relative(moment, now);
    }
}
