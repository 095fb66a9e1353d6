package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.OptionGroup;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Trusted token issuers on the command line. */
final class IssuerKind implements Kind {
    private static final Map<String, List<String>> EXAMPLES = Map.of(
            "list", List.of("", "-q partner --json"),
            "show", List.of("partner", "partner --json"),
            "add",
                    List.of(
                            "partner --issuer https://idp.example.com --jwks-url https://idp.example.com/jwks.json"
                                    + " --alias https://idp.example.com",
                            "old-partner --issuer https://old.example.com --certificate signing.pem",
                            "--file issuer.json"),
            "edit",
                    List.of(
                            "partner --clock-skew 60 --condition 'claims.email_verified == true'",
                            "partner --add-certificate next.pem",
                            "partner --alias ''"),
            "enable", List.of("partner"),
            "disable", List.of("partner"),
            "remove", List.of("partner", "partner --force"));

    @Override
    public String command() {
        return "issuer";
    }

    @Override
    public Collection collection() {
        return Collection.ISSUERS;
    }

    @Override
    public List<String> examples(String command) {
        return EXAMPLES.getOrDefault(command, List.of());
    }

    @Override
    public Map<String, String> query(Arguments arguments) {
        return arguments.isGiven("--strict") ? Map.of("validate", "strict") : Map.of();
    }

    @Override
    public List<OptionGroup> groups() {
        return List.of(
                new OptionGroup("Who it is", identity()),
                new OptionGroup("Its keys", keys()),
                new OptionGroup("What its assertions must be like", rules()),
                new OptionGroup("What they give", grants()));
    }

    @Override
    public List<String> missing(JsonNode document) {
        var missing = new ArrayList<String>();
        if (!document.has("name")) {
            missing.add("NAME");
        }
        if (!document.has("preset")) {
            if (!document.has("issuer")) {
                missing.add("--issuer");
            }
            if (!document.has("keys")) {
                missing.add("--jwks-url, --certificate or --jwks");
            }
        }
        return missing;
    }

    private static List<OptionSpec> identity() {
        return List.of(
                Options.text("--issuer", "URL", "The iss of its assertions, character by character."),
                Options.text("--alias", "AUDIENCE", "Another aud that its assertions may name us by."),
                Options.texts("--audience", "AUDIENCE", "Further aud that its assertions may have; repeatable."),
                Options.text("--description", "TEXT", "For people."),
                Options.text(
                        "--preset", "NAME", "Fill in what is known of a common issuer: issuer presets lists them."),
                Options.texts("--preset-parameter", "NAME=VALUE", "What the preset asks for; repeatable."),
                Options.toggle("--allow-any-tenant", "Trust every tenant of an issuer that many share."));
    }

    private static List<OptionSpec> keys() {
        return List.of(
                Options.text("--jwks-url", "URL", "Where it publishes its keys."),
                Options.texts("--certificate", "FILE", "A certificate of its key, in PEM or DER; repeatable."),
                Options.texts(
                        "--add-certificate", "FILE", "Another certificate beside those that are there; repeatable."),
                Options.text("--jwks", "FILE", "Its keys as a JWK set in a file; - is the standard input."),
                Options.texts("--algorithm", "ALG", "An algorithm its assertions may be signed with; repeatable."),
                Options.flag("--strict", "Do not save when its keys cannot be fetched."));
    }

    private static List<OptionSpec> rules() {
        return List.of(
                Options.toggle("--single-audience", "An assertion must name this server as its only audience."),
                Options.text("--clock-skew", "TIME", "How far its clock may be off: 30, 90s, 2m."),
                Options.text("--max-lifetime", "TIME", "The longest time from iat to exp: 3600, 24h."),
                Options.toggle("--validate-iat", "Refuse assertions that were issued long ago."),
                Options.text("--iat-validity", "MINUTES", "How long ago that is."),
                Options.toggle("--require-iat", "Every assertion must have an iat."),
                Options.toggle("--require-jti", "Every assertion must have a jti."),
                Options.toggle("--allow-reuse", "An assertion may be presented many times, as Kubernetes' are."),
                Options.texts("--type", "TYP", "A typ that its assertions may have; repeatable."));
    }

    private static List<OptionSpec> grants() {
        return List.of(
                Options.texts("--condition", "CEL", "What must be true of the claims; repeatable."),
                Options.text("--subject-mapping", "HOW", "issuer_scoped, as_is or claim."),
                Options.text(
                        "--subject-claim", "CLAIM", "The claim that names the subject; the mapping is then claim."),
                Options.texts(
                        "--claim", "FROM=TO", "A claim that the access token takes over, perhaps renamed; repeatable."),
                Options.texts("--scope", "SCOPE", "A scope that it may at most give; repeatable. '' means no limit."),
                Options.text(
                        "--scope-claim", "CLAIM", "Grant only what this claim holds: scope or scp. '' means no limit."),
                Options.toggle("--bound-by-assertion", "An access token lives no longer than its assertion."));
    }

    @Override
    public void fill(Patch patch, CommandSession session, Existing existing) throws CallFailedException {
        ArrayNode none = RemoteJson.array();
        patch.text("--issuer", "issuer")
                .text("--alias", "alias")
                .texts("--audience", "audiences", none)
                .text("--description", "description")
                .words("--algorithm", "algorithms", none)
                .toggle("--single-audience", "audience.single")
                .seconds("--clock-skew", "clock_skew_seconds")
                .seconds("--max-lifetime", "max_lifetime_seconds")
                .toggle("--validate-iat", "iat.validate")
                .toggle("--require-iat", "iat.require")
                .toggle("--require-jti", "replay.require_jti")
                .toggle("--allow-reuse", "replay.allow_reuse")
                .words("--type", "types", none)
                .texts("--condition", "conditions", none)
                .words("--scope", "scopes", Patch.nothing())
                .text("--scope-claim", "scope_claim")
                .text("--preset", "preset")
                .toggle("--allow-any-tenant", "allow_any_tenant")
                .toggle("--bound-by-assertion", "bound_by_assertion");
        session.arguments()
                .number("--iat-validity", 1, 1_000_000)
                .ifPresent(minutes ->
                        patch.put("iat.validity_minutes", RemoteJson.object().numberNode(minutes)));
        IssuerKeySources.fill(patch, session.inputs(), existing);
        subject(patch, existing);
        claims(patch);
        presetParameters(patch);
    }

    private static void subject(Patch patch, Existing existing) throws CallFailedException {
        Arguments arguments = patch.arguments();
        Optional<String> claim = arguments.text("--subject-claim");
        Optional<String> mapping = arguments
                .choice("--subject-mapping", List.of("issuer_scoped", "as_is", "claim"))
                .or(() -> claim.map(_ -> "claim"));
        mapping.ifPresent(word -> patch.put("subject.mapping", Patch.textNode(word)));
        claim.ifPresent(name -> patch.put("subject.claim", Patch.textNode(name)));
        if (!existing.isNone()
                && claim.isEmpty()
                && mapping.filter(word -> !word.equals("claim")).isPresent()) {
            patch.put("subject.claim", Patch.nothing());
        }
    }

    private static void presetParameters(Patch patch) throws CallFailedException {
        for (String parameter : patch.arguments().texts("--preset-parameter").orElse(List.of())) {
            int equals = parameter.indexOf('=');
            if (equals <= 0) {
                throw CallFailedException.usage("--preset-parameter must be NAME=VALUE.");
            }
            patch.put(
                    "preset_parameters." + parameter.substring(0, equals),
                    Patch.textNode(parameter.substring(equals + 1)));
        }
    }

    private static void claims(Patch patch) {
        patch.arguments().texts("--claim").ifPresent(mappings -> {
            ArrayNode claims = RemoteJson.array();
            for (String mapping : mappings) {
                if (!mapping.isEmpty()) {
                    int equals = mapping.indexOf('=');
                    ObjectNode claim = claims.addObject();
                    claim.put("from", equals < 0 ? mapping : mapping.substring(0, equals));
                    claim.put("to", equals < 0 ? mapping : mapping.substring(equals + 1));
                }
            }
            patch.put("claims", claims);
        });
    }

    @Override
    public Table table(List<JsonNode> elements) {
        var table = Table.of("NAME", "ISSUER", "KEYS", "STATE", "ID");
        for (JsonNode issuer : elements) {
            table.add(
                    Cell.of(issuer.path("name").asString("")),
                    Cell.of(issuer.path("issuer").asString("")),
                    Cell.of(IssuerKeySources.describe(issuer.path("keys"))),
                    state(issuer),
                    Cell.of(issuer.path("id").asString(""), Style.DIM));
        }
        return table;
    }

    /** Whether it takes effect. */
    static Cell state(JsonNode element) {
        return element.path("enabled").asBoolean(false)
                ? Cell.of("enabled", Style.GOOD)
                : Cell.of("disabled", Style.DOUBTFUL);
    }
}
