package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.OptionGroup;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.command.RegisteredMembers;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Trusted token issuers on the command line. */
final class IssuerKind implements Kind {
    private static final RegisteredMembers MEMBERS = RegisteredMembers.ISSUER;

    private static final Facts FACTS = new Facts(
            "issuer",
            Collection.ISSUERS,
            "The trusted token issuers: third parties whose assertions are exchanged for access tokens.",
            "Trusts another issuer. Needed are its name, --issuer and one kind of keys.",
            true,
            true,
            Map.of(
                    "",
                            List.of(
                                    "issuer list",
                                    "issuer add partner --issuer https://idp.example.com --jwks-url https://idp.example.com/jwks.json",
                                    "issuer keys partner --refresh"),
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
                    "remove", List.of("partner", "partner --force")));

    @Override
    public Facts facts() {
        return FACTS;
    }

    @Override
    public Map<String, String> query(Arguments arguments) {
        return arguments.isGiven("--strict") ? Map.of("validate", "strict") : Map.of();
    }

    @Override
    public List<OptionGroup> groups() {
        return List.of(
                MEMBERS.group(
                        "Who it is",
                        Options.texts("--preset-parameter", "NAME=VALUE", "What the preset asks for; repeatable.")),
                MEMBERS.group(
                        "Its keys",
                        Options.text("--jwks-url", "URL", "Where it publishes its keys."),
                        Options.texts("--certificate", "FILE", "A certificate of its key, in PEM or DER; repeatable."),
                        Options.texts(
                                "--add-certificate",
                                "FILE",
                                "Another certificate beside those that are there; repeatable."),
                        Options.text("--jwks", "FILE", "Its keys as a JWK set in a file; - is the standard input."),
                        Options.texts(
                                "--trusted-certificate",
                                "FILE",
                                "An authority that is trusted for --jwks-url only, in PEM or DER; repeatable."),
                        Options.text(
                                "--bearer-token-file",
                                "PATH",
                                "A file on the server with the token that --jwks-url asks for."),
                        Options.flag("--strict", "Do not save when its keys cannot be fetched.")),
                MEMBERS.group("What its assertions must be like"),
                MEMBERS.group(
                        "What they give",
                        Options.text("--subject-mapping", "HOW", "issuer_scoped, as_is or claim."),
                        Options.text(
                                "--subject-claim",
                                "CLAIM",
                                "The claim that names the subject; the mapping is then claim."),
                        Options.texts(
                                "--claim",
                                "FROM=TO",
                                "A claim that the access token takes over, perhaps renamed; repeatable.")),
                MEMBERS.group("Who may present them"));
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

    @Override
    public void fill(Patch patch, CommandSession session, Existing existing) throws CallFailedException {
        MEMBERS.fill(patch);
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

    /** Whether it is enabled. */
    static Cell state(JsonNode element) {
        return element.path("enabled").asBoolean(false)
                ? Cell.of("enabled", Style.GOOD)
                : Cell.of("disabled", Style.DOUBTFUL);
    }
}
