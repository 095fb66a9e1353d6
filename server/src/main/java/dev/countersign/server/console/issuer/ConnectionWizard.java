package dev.countersign.server.console.issuer;

import dev.countersign.core.oauth.AudienceRecipe;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.people.Role;
import dev.countersign.server.preset.Parameter;
import dev.countersign.server.preset.Preset;
import dev.countersign.server.preset.Presets;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.discovery.PreviewIssuer.KeysFound;
import dev.countersign.server.registry.keys.KeyAccessReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two steps that register a trusted token issuer, General and Certificates. Nothing is stored between them: each
 * page carries the values of the other step.
 */
public final class ConnectionWizard implements ConsoleSection {
    private static final String NEW = ConnectionsSection.PATH + "/new";
    private static final String TITLE = "New trusted token issuer";
    private static final String PRESET = "/preset";
    private static final String PARAMETER = "/preset_parameters/";
    private static final String CONDITIONS = "/conditions";
    private static final String DEFAULT_APPLICATION = "/default_application";
    private static final List<String> GENERAL = List.of(
            "/name",
            "/issuer",
            "/alias",
            "/preset",
            "/preset_parameters",
            CONDITIONS,
            DEFAULT_APPLICATION,
            "/allow_any_tenant");

    private final UseCases useCases;
    private final ServerFacts server;

    public ConnectionWizard(UseCases useCases, ServerFacts server) {
        this.useCases = useCases;
        this.server = server;
    }

    /** Model of the page that offers the kinds of issuer. */
    public record Choice(List<Preset> presets) {
        private static final Pattern CAPITALS = Pattern.compile("[A-Z0-9]");
        private static final int COLOURS = 6;

        /** Two letters for a preset: capitals of its title, or its first two letters. */
        public String mark(Preset preset) {
            String capitals = CAPITALS.matcher(preset.title())
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.joining());
            return (capitals.length() < 2 ? preset.title() : capitals).substring(0, 2);
        }

        /** The number of the colour of a preset. */
        public int colour(Preset preset) {
            return presets.indexOf(preset) % COLOURS;
        }
    }

    /**
     * The first step.
     *
     * @param carried the values of the second step, after a return to the first step or after discovery
     * @param baseUrl this server's issuer identifier, which the tokens have to name
     */
    public record General(Fields fields, Optional<Preset> preset, Map<String, List<String>> carried, String baseUrl) {
        /** Instructions for configuring this server's name at the issuer. */
        public String audience() {
            return preset.map(Preset::audience).orElse(AudienceRecipe.ANY).text(baseUrl);
        }

        /** The name of a parameter of a preset as that of its field. */
        public String label(Parameter parameter) {
            String words = parameter.name().replace('_', ' ');
            return words.equals("url") ? "URL" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        }
    }

    /** The second step; {@code found} after the keys were checked. */
    public record Certificates(
            Fields fields, Optional<Preset> preset, Map<String, List<String>> carried, Optional<KeysFound> found) {}

    /** Result of checking whether a value is available. */
    public record Check(boolean good, String text) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(
                        Role.EDITOR,
                        NEW,
                        _ -> PageResponse.page(
                                "New Connection",
                                ConnectionsSection.PATH,
                                "connection-new.jte",
                                new Choice(Presets.all()))),
                Route.page(Role.EDITOR, NEW + "/issuer", this::begin),
                Route.form(Role.EDITOR, NEW + "/issuer", this::step),
                Route.page(Role.EDITOR, NEW + "/check", this::check));
    }

    private PageResponse begin(PageRequest request) {
        Optional<Preset> preset = request.query().text("preset").flatMap(Presets::named);
        var values = new LinkedHashMap<String, List<String>>();
        List.of("/name", "/issuer", "/alias").forEach(name -> values.put(name, List.of("")));
        preset.ifPresent(chosen -> {
            values.put(PRESET, List.of(chosen.name()));
            chosen.inputs().forEach(parameter -> values.put(PARAMETER + parameter.name(), List.of("")));
            if (!chosen.shared().isEmpty()) {
                values.put(CONDITIONS, List.of(""));
            }
            if (chosen.withoutCredentials().isPresent()) {
                values.put(DEFAULT_APPLICATION, List.of(""));
            }
        });
        return general(new Form(values, Map.of()), List.of(), 200);
    }

    private PageResponse step(PageRequest request) {
        KeyFields.Given given = KeyFields.read(request.form());
        Form form = given.form();
        if (!given.problems().isEmpty()) {
            return certificates(form, given.problems(), Optional.empty(), 422);
        }
        return switch (form.text("step").orElse("")) {
            case "discover" -> discover(form);
            case "next" -> next(form);
            case "check" ->
                certificates(
                        form, List.of(), Optional.of(useCases.previewIssuer().keys(KeyFields.member(form))), 200);
            case "finish" -> finish(request, form);
            default -> general(form, List.of(), 200);
        };
    }

    private PageResponse discover(Form form) {
        String issuer = form.text("/issuer").orElse("");
        var input = new LinkedHashMap<String, Object>();
        input.put("issuer", issuer);
        form.text(KeyFields.TRUSTED).ifPresent(pem -> input.put(KeyAccessReader.TRUSTED, List.of(pem)));
        return switch (useCases.discoverIssuer().discover(input)) {
            case Outcome.Done<Map<String, Object>>(var proposal) ->
                general(discovered(form, proposal), List.of(), 200)
                        .with(Notice.done("The JWKS endpoint of the issuer is %s. Press Next to see its keys."
                                .formatted(jwksUrl(proposal))));
            case Outcome.Invalid<Map<String, Object>>(var problems) ->
                general(
                        form,
                        problems.stream()
                                .map(problem -> problem.pointer().startsWith("/" + KeyAccessReader.TRUSTED)
                                        ? new Problem(KeyFields.TRUSTED, problem.code(), problem.detail())
                                        : problem)
                                .toList(),
                        422);
            default -> throw new IllegalStateException("a discovery does not end in a conflict");
        };
    }

    private static Form discovered(Form form, Map<String, Object> proposal) {
        Form filled = form.with(KeyFields.MODE, KeyFields.URL_MODE).with(KeyFields.URL, jwksUrl(proposal));
        if (filled.text("/name").isEmpty()) {
            filled = filled.with("/name", String.valueOf(proposal.get("name")));
        }
        var values = new LinkedHashMap<>(filled.values());
        values.put("/algorithms", texts(proposal.getOrDefault("algorithms", List.of())));
        return new Form(values, Map.of());
    }

    private static String jwksUrl(Map<String, Object> proposal) {
        return proposal.get("keys") instanceof Map<?, ?> keys ? String.valueOf(keys.get("jwks_url")) : "";
    }

    private static List<String> texts(Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }

    private PageResponse next(Form form) {
        List<Problem> problems = useCases.previewIssuer().problems(general(form)).stream()
                .filter(isOf(GENERAL))
                .toList();
        if (!problems.isEmpty()) {
            return general(form, problems, 422);
        }
        Form filled = followed(form);
        Optional<KeysFound> found = filled.text(KeyFields.URL).isPresent()
                ? Optional.of(useCases.previewIssuer().keys(KeyFields.member(filled)))
                : Optional.empty();
        return certificates(filled, List.of(), found, 200);
    }

    /** Adds the JWKS URL of a preset, unless one was entered. */
    private static Form followed(Form form) {
        if (form.text(KeyFields.URL).isPresent()) {
            return form;
        }
        Map<String, String> parameters = parameters(form);
        return preset(form)
                .flatMap(preset -> form.text("/issuer")
                        .map(issuer -> preset.addressesOf(issuer, parameters))
                        .orElseGet(() -> preset.addresses(parameters)))
                .map(addresses ->
                        form.with(KeyFields.URL, addresses.jwksUrl()).with(KeyFields.MODE, KeyFields.URL_MODE))
                .orElse(form);
    }

    private PageResponse finish(PageRequest request, Form form) {
        Map<String, Object> input = general(form);
        input.put("keys", KeyFields.member(form));
        return switch (useCases.issuers().register(request.administrator(), input)) {
            case Outcome.Done<Saved<TrustedIssuer>>(var saved) -> {
                var notices = new ArrayList<Notice>();
                notices.add(Notice.done("The trusted token issuer %s is registered."
                        .formatted(saved.value().name())));
                saved.warnings().forEach(warning -> notices.add(Notice.about(warning)));
                yield new PageResponse.SeeOther(
                        ConnectionsSection.PATH + "/" + saved.value().id().value(), notices);
            }
            case Outcome.Invalid<Saved<TrustedIssuer>>(var problems) -> refused(form, problems);
            case Outcome.Conflict<Saved<TrustedIssuer>>(var _, var _, var problems) -> refused(form, problems);
            default -> throw new IllegalStateException("a registration does not find a missing or stale version");
        };
    }

    private PageResponse refused(Form form, List<Problem> problems) {
        return problems.stream().anyMatch(isOf(GENERAL))
                ? general(form, problems, 422)
                : certificates(form, problems, Optional.empty(), 422);
    }

    private static Predicate<Problem> isOf(List<String> names) {
        return problem -> names.stream()
                .anyMatch(name ->
                        problem.pointer().equals(name) || problem.pointer().startsWith(name + "/"));
    }

    /** The values of the first step, as the issuer's JSON. */
    private static Map<String, Object> general(Form form) {
        var input = new LinkedHashMap<String, Object>();
        for (String name : List.of("name", "issuer", "alias", "preset", "default_application")) {
            form.text("/" + name).ifPresent(value -> input.put(name, value));
        }
        Map<String, String> parameters = parameters(form);
        if (!parameters.isEmpty()) {
            input.put("preset_parameters", new LinkedHashMap<String, Object>(parameters));
        }
        List<String> conditions = form.lines(CONDITIONS);
        if (!conditions.isEmpty()) {
            input.put("conditions", conditions);
        }
        if (!form.all("/algorithms").isEmpty()) {
            input.put("algorithms", form.all("/algorithms"));
        }
        return input;
    }

    private static Map<String, String> parameters(Form form) {
        var parameters = new LinkedHashMap<String, String>();
        preset(form)
                .ifPresent(preset -> preset.inputs()
                        .forEach(parameter -> form.text(PARAMETER + parameter.name())
                                .ifPresent(value -> parameters.put(parameter.name(), value))));
        return parameters;
    }

    private static Optional<Preset> preset(Form form) {
        return form.text(PRESET).flatMap(Presets::named);
    }

    private PageResponse.Html general(Form form, List<Problem> problems, int status) {
        Optional<Preset> preset = preset(form);
        // with a preset there is nothing to discover, and the authorities are on the other page
        List<String> shown = Stream.concat(
                        GENERAL.stream(), preset.isPresent() ? Stream.of() : Stream.of(KeyFields.TRUSTED))
                .toList();
        var page = new General(Fields.of(form, problems), preset, carried(form, shown), server.baseUrl());
        return new PageResponse.Html(status, TITLE, ConnectionsSection.PATH, "connection-general.jte", page, List.of());
    }

    private static PageResponse certificates(Form form, List<Problem> problems, Optional<KeysFound> found, int status) {
        Form shown = form.text(KeyFields.MODE).isPresent() ? form : form.with(KeyFields.MODE, KeyFields.URL_MODE);
        var page = new Certificates(
                Fields.of(shown, problems), preset(form), carried(form, List.of("/keys", KeyFields.MODE)), found);
        return new PageResponse.Html(
                status, TITLE, ConnectionsSection.PATH, "connection-certificates.jte", page, List.of());
    }

    /** The values of fields that belong to the other step. */
    private static Map<String, List<String>> carried(Form form, List<String> shownHere) {
        var carried = new LinkedHashMap<String, List<String>>();
        form.withoutPrivateKeys().values().forEach((name, values) -> {
            boolean shown = shownHere.stream().anyMatch(own -> name.equals(own) || name.startsWith(own + "/"));
            boolean ours = name.startsWith("/") || name.equals(KeyFields.MODE);
            if (ours && !shown) {
                carried.put(name, values);
            }
        });
        return carried;
    }

    /** Checks during input whether the name or the issuer is available. */
    private PageResponse check(PageRequest request) {
        var input = new LinkedHashMap<String, Object>();
        String field = request.query().has("/issuer") ? "/issuer" : "/name";
        String value = request.query().text(field).orElse("");
        if (value.isEmpty()) {
            return new PageResponse.Piece("connection-check.jte", new Check(true, ""));
        }
        input.put("name", "a name that is not in use");
        input.put("issuer", "urn:an-issuer-that-is-not-in-use");
        input.put(field.substring(1), value);
        return new PageResponse.Piece(
                "connection-check.jte",
                useCases.previewIssuer().problems(input).stream()
                        .filter(isOf(List.of(field)))
                        .findFirst()
                        .map(problem -> new Check(false, problem.detail()))
                        .orElse(new Check(true, "Available")));
    }
}
