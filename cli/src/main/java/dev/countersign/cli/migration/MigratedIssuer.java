package dev.countersign.cli.migration;

import dev.countersign.base.text.WebUrl;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.certificate.PrivateKeys;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeyProblem;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Draft of a trusted token issuer. */
final class MigratedIssuer extends Draft {
    private static final long GREATEST_SKEW = 300;
    private static final long GREATEST_LIFETIME = 315_360_000;
    private static final int LONGEST_CONDITION = 4096;
    private static final String ALGORITHMS = "algorithms";

    private final Migration migration;

    /**
     * Starts a draft.
     *
     * @param record the record of the export, for the report
     * @param member the member with the issuer identifier
     */
    MigratedIssuer(Migration migration, String record, String name, String member, String issuer) {
        super(record, migration.report());
        this.migration = migration;
        set("name", migration.name("issuer", name));
        carry(member, "issuer", issuer);
        if (issuer.contains("*")) {
            drop(member, "The issuer has a wildcard, and is compared character by character here.");
        } else if (migration.hasIssuer(issuer)) {
            drop(member, "Another record has the same issuer, which can be registered once.");
        }
    }

    String name() {
        return members().path("name").asString("");
    }

    /** Something that is disabled remains so. */
    void enabled(String member, boolean enabled) {
        if (!enabled) {
            carry(member, "enabled", false);
        }
    }

    /** Disables the issuer, because enabled it would accept more than before. */
    void disable(String member, String sentence) {
        set("enabled", false);
        undecided(member, sentence + " The issuer is written with enabled: false until this is decided.");
    }

    void jwksUrl(String member, String url) {
        if (!(WebUrl.read(url) instanceof WebUrl.Reading.Read(WebUrl parsed))) {
            drop(member, "The URL of the keys cannot be read.");
            return;
        }
        carry(member, "keys.jwks_url", url);
        if (!parsed.secure()) {
            undecided(
                    member,
                    "The keys are fetched over plain http, where others can replace them. The server refuses that, except"
                            + " from hosts that its configuration allows. Use https.");
        }
    }

    void certificates(String member, List<String> pem) {
        List<KeyProblem> problems = CertificateReader.read(pem, migration.now()).problems();
        if (PrivateKeys.mayBeIn(String.join("\n", pem))) {
            drop(member, "It contains a private key, which must not be handed over.");
        } else if (problems.isEmpty()) {
            carry(member, "keys.certificates", pem);
        } else {
            drop(member, sentences(problems));
        }
    }

    void jwks(String member, ArrayNode keys) {
        ObjectNode set = RemoteJson.object();
        set.set("keys", keys);
        String json = RemoteJson.line(set);
        List<KeyProblem> problems = JwkSetReader.readInline(json).problems();
        if (PrivateKeys.mayBeIn(json)) {
            drop(member, "It contains a private or secret key, which must not be handed over.");
        } else if (problems.isEmpty()) {
            carry(member, "keys.jwks", set);
            List<String> named = keys.valueStream()
                    .map(key -> key.path("alg").asString(""))
                    .distinct()
                    .toList();
            if (!members().has(ALGORITHMS) && !named.contains("")) {
                algorithms(member, named);
            }
        } else {
            drop(member, sentences(problems));
        }
    }

    private static String sentences(List<KeyProblem> problems) {
        return problems.stream().map(KeyProblem::detail).collect(Collectors.joining(" "));
    }

    /** Restricts the algorithms. Without a supported one the issuer is left out, as others were never accepted. */
    void algorithms(String member, List<String> names) {
        List<String> supported =
                names.stream().filter(name -> Algorithm.of(name).isPresent()).toList();
        String others = names.stream().filter(name -> !supported.contains(name)).collect(Collectors.joining(", "));
        if (supported.isEmpty()) {
            drop(
                    member,
                    "The algorithm %s is not supported; the issuer needs one of %s."
                            .formatted(others, String.join(", ", Algorithm.names())));
            return;
        }
        carry(member, ALGORITHMS, supported);
        if (!others.isEmpty()) {
            undecided(member, "Not supported: %s. Assertions with other algorithms are refused.".formatted(others));
        }
    }

    /** Adds accepted values of aud: of the export, then of the command line. */
    void audiences(String member, List<String> exported) {
        List<String> all = Stream.concat(exported.stream(), migration.audiences().stream())
                .distinct()
                .toList();
        String source = exported.isEmpty() ? ImportCommand.AUDIENCE : member;
        if (!all.isEmpty()) {
            carry(source, "alias", all.getFirst());
        }
        if (all.size() > 1) {
            carry(ImportCommand.AUDIENCE, "audiences", all.subList(1, all.size()));
        }
    }

    void skew(String member, long seconds) {
        long bounded = Math.clamp(seconds, 0, GREATEST_SKEW);
        carry(member, "clock_skew_seconds", bounded);
        if (bounded < seconds) {
            differs(member, "%s seconds are more than the greatest clock skew here.".formatted(seconds));
        }
    }

    void maxLifetime(String member, long seconds) {
        carry(member, "max_lifetime_seconds", Math.clamp(seconds, 1, GREATEST_LIFETIME));
    }

    /** Accepts these subjects alone, in order. */
    void onlySubjects(String member, Collection<String> subjects) {
        String condition = "claims.sub in ["
                + new TreeSet<>(subjects).stream().map(RemoteJson::quoted).collect(Collectors.joining(", "))
                + "]";
        if (condition.codePointCount(0, condition.length()) > LONGEST_CONDITION) {
            disable(member, "%s subjects are too many for one condition.".formatted(subjects.size()));
        } else {
            condition(member, condition);
        }
    }

    void condition(String member, String condition) {
        ArrayNode conditions = members().withArray("conditions");
        carry(member, "conditions", conditions.add(condition));
    }

    /** Adds the issuer to the trust file, unless something prevents it. */
    boolean finish() {
        if (!isDropped() && !members().has("keys")) {
            drop("", "The export has no keys of the issuer.");
        }
        if (!isDropped()) {
            if (!members().has(ALGORITHMS)) {
                differs(
                        "",
                        "The export names no algorithms. Here they are RS256, PS256, ES256 and EdDSA, unless algorithms lists"
                                + " others.");
            }
            migration.addIssuer(members());
        }
        return !isDropped();
    }
}
