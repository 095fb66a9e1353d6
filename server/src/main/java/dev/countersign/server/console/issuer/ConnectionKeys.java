package dev.countersign.server.console.issuer;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.TimeText;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.InspectIssuerKeys;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Page of one issuer's keys: their state, the addition of a certificate, and the key source. */
public final class ConnectionKeys implements ConsoleSection {
    private static final String ONE = ConnectionsSection.PATH + "/{id}/keys";
    private static final String TAB = "keys";

    private final IssuerEdits edits;
    private final InspectIssuerKeys keys;

    public ConnectionKeys(UseCases useCases, InspectIssuerKeys keys) {
        this.edits = new IssuerEdits(useCases);
        this.keys = keys;
    }

    /**
     * Model of the tab.
     *
     * @param adding whether the problems concern a certificate to be added rather than another key source
     */
    public record Page(
            IssuerHead head, Fields fields, boolean adding, KeysInUse inUse, List<Certificate> certificates) {
        public String source() {
            return switch (head.issuer().verification().keys()) {
                case KeySource.JwksUrl(var url, var _) -> url.toString();
                case KeySource.Certificates _ -> "certificates";
                case KeySource.InlineJwkSet _ -> "JWK set, entered by an administrator";
            };
        }

        /** The current values, for a form that was not submitted. */
        public Fields unsaid() {
            return ConnectionKeys.source(head.issuer());
        }

        public boolean isFailing() {
            return inUse.standing() == KeysInUse.Standing.FAILING;
        }

        public boolean isFetched() {
            return head.issuer().verification().keys() instanceof KeySource.JwksUrl;
        }
    }

    /** A certificate in PEM, which identifies it for removal. */
    public record Certificate(String id, String pem) {
        static Certificate of(String pem) {
            return new Certificate(Sha256.ofUtf8(pem.strip()).hex().substring(0, 32), pem);
        }
    }

    /** Model of the confirmation page before a certificate is removed. */
    public record Question(IssuerHead head, Certificate certificate, Optional<KeysInUse.Key> key, int left) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(ONE, request -> edits.show(request, issuer -> page(issuer, source(issuer), false, 200))),
                Route.form(Role.EDITOR, ONE + "/refresh", this::refresh),
                Route.form(Role.EDITOR, ONE + "/source", this::replace),
                Route.form(Role.EDITOR, ONE + "/add", this::add),
                Route.page(
                        Role.EDITOR,
                        ONE + "/remove/{certificate}",
                        request -> edits.show(request, issuer -> ask(request, issuer))),
                Route.form(Role.EDITOR, ONE + "/remove/{certificate}", this::remove));
    }

    private static Fields source(TrustedIssuer issuer) {
        return Fields.of(KeyFields.values(issuer.verification().keys()));
    }

    private PageResponse.Html page(TrustedIssuer issuer, Fields fields, boolean adding, int status) {
        var page = new Page(IssuerHead.of(issuer, TAB), fields, adding, inUse(issuer), certificates(issuer));
        return new PageResponse.Html(
                status, issuer.name(), ConnectionsSection.PATH, "connection-keys.jte", page, List.of());
    }

    private KeysInUse inUse(TrustedIssuer issuer) {
        return keys.inspect(issuer.id()) instanceof Outcome.Done<KeysInUse>(var view)
                ? view
                : new KeysInUse(
                        KeysInUse.Standing.NOT_FETCHED,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    private static List<Certificate> certificates(TrustedIssuer issuer) {
        return issuer.verification().keys() instanceof KeySource.Certificates(var pem)
                ? pem.stream().map(Certificate::of).toList()
                : List.of();
    }

    private PageResponse refresh(PageRequest request) {
        String here = ConnectionsSection.PATH + "/" + request.variable("id") + "/keys";
        return switch (keys.refresh(IssuerEdits.id(request))) {
            case Outcome.Done<KeysInUse>(var view) ->
                PageResponse.seeOther(
                        here,
                        view.lastError()
                                .map(error ->
                                        Notice.problem("The keys could not be fetched: %s.".formatted(error.reason())))
                                .orElse(Notice.done("Keys fetched: %s."
                                        .formatted(TimeText.count(view.keys().size(), "key")))));
            default -> new PageResponse.NotFound();
        };
    }

    private PageResponse replace(PageRequest request) {
        KeyFields.Given given = KeyFields.read(request.form());
        Form form = given.form();
        if (!given.problems().isEmpty()) {
            return again(request, form, given.problems(), false);
        }
        return edits.change(
                request,
                Map.of("keys", KeyFields.patch(KeyFields.member(form))),
                "/keys",
                "The key source is changed.",
                (issuer, problems) -> page(issuer, Fields.of(form, problems), false, 422));
    }

    private PageResponse again(PageRequest request, Form form, List<Problem> problems, boolean adding) {
        return edits.show(request, issuer -> page(issuer, Fields.of(form, problems), adding, 422));
    }

    private PageResponse add(PageRequest request) {
        KeyFields.Given given = KeyFields.read(request.form());
        Form form = given.form();
        if (!given.problems().isEmpty()) {
            return again(request, form, given.problems(), true);
        }
        List<String> all =
                new ArrayList<>(edits.find(request).map(ConnectionKeys::certificates).orElse(List.of()).stream()
                        .map(Certificate::pem)
                        .toList());
        int before = all.size();
        form.text(KeyFields.PEM).ifPresent(all::add);
        if (all.size() == before) {
            return again(
                    request,
                    form,
                    List.of(new Problem(KeyFields.PEM, "required", "Paste a certificate or choose a file.")),
                    true);
        }
        return edits.change(
                request,
                Map.of("keys", Map.of("certificates", all)),
                "/keys",
                "The certificate is added. Tokens signed with either key are accepted.",
                (issuer, problems) -> page(issuer, Fields.of(form, problems), true, 422));
    }

    private PageResponse ask(PageRequest request, TrustedIssuer issuer) {
        List<Certificate> all = certificates(issuer);
        List<KeysInUse.Key> inUse = inUse(issuer).keys();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(request.variable("certificate"))) {
                Optional<KeysInUse.Key> key = all.size() == inUse.size() ? Optional.of(inUse.get(i)) : Optional.empty();
                return PageResponse.page(
                        "Remove a certificate of " + issuer.name(),
                        ConnectionsSection.PATH,
                        "connection-key-remove.jte",
                        new Question(IssuerHead.of(issuer, TAB), all.get(i), key, all.size() - 1));
            }
        }
        return new PageResponse.NotFound();
    }

    private PageResponse remove(PageRequest request) {
        List<String> left = edits.find(request).map(ConnectionKeys::certificates).orElse(List.of()).stream()
                .filter(certificate -> !certificate.id().equals(request.variable("certificate")))
                .map(Certificate::pem)
                .toList();
        return edits.change(
                request,
                Map.of("keys", Map.of("certificates", left)),
                "/keys",
                "The certificate is removed. Tokens signed with its key are refused.",
                (issuer, problems) -> page(issuer, Fields.of(request.form(), problems), false, 422));
    }
}
