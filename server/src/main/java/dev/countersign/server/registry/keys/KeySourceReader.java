package dev.countersign.server.registry.keys;

import dev.countersign.base.text.WebUrl;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.certificate.PrivateKeys;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.KeyProblem;
import dev.countersign.core.jose.key.KeyReading;
import dev.countersign.core.keys.KeySource;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.TextRule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reader of an issuer's key source: exactly one of a JWKS URL, certificates and a JWK set. */
public final class KeySourceReader {
    private static final String JWKS_URL = "jwks_url";
    private static final String CERTIFICATES = "certificates";
    private static final String JWKS = "jwks";
    private static final List<String> KINDS = List.of(JWKS_URL, CERTIFICATES, JWKS);

    private static final Set<String> MEMBERS =
            Set.of(JWKS_URL, CERTIFICATES, JWKS, KeyAccessReader.TRUSTED, KeyAccessReader.TOKEN_FILE);

    private static final int MOST_TEXTS = 100;
    private static final int LARGEST_SET_IN_BYTES = 262_144;
    private static final TextRule URL = TextRule.anyText(2000);
    private static final TextRule PEM = new TextRule(65_536, _ -> true, "at most 65536 characters");
    private static final Pattern PEM_BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \\1-----\\R?", Pattern.DOTALL);

    /** Stand-in for keys that cannot be read; it is never used, because a problem is reported. */
    private static final KeySource NONE = new KeySource.InlineJwkSet("{}");

    private final JwksUrlRule urls;
    private final InstantSource clock;

    public KeySourceReader(JwksUrlRule urls, InstantSource clock) {
        this.urls = urls;
        this.clock = clock;
    }

    /** Reads the member {@code keys} of an issuer. */
    public KeySource read(
            InputMembers issuer, Optional<KeySource> before, List<Problem> problems, List<Problem> warnings) {
        if (!issuer.has("keys")) {
            issuer.problem(
                    "keys",
                    Problem.REQUIRED,
                    "Keys are required: set jwks_url, certificates, or jwks with public keys.");
            return NONE;
        }
        return issuer.object("keys", MEMBERS)
                .map(keys -> read(keys, issuer.pointerTo("keys"), before, problems, warnings))
                .orElse(NONE);
    }

    /**
     * Reads the keys with which an application authenticates: a {@code jwks_url} or a {@code jwks} among its members.
     *
     * @param before its current keys; keys that became invalid since they were saved do not prevent disabling the
     *     application
     */
    public Optional<ClientKeys.Source> ofApplication(
            InputMembers application,
            AuthenticationMethod method,
            Optional<ClientKeys.Source> before,
            List<Problem> problems,
            List<Problem> warnings) {
        if (application.has(JWKS_URL) == application.has(JWKS)) {
            application.problem(
                    JWKS,
                    application.has(JWKS) ? Problem.NOT_ALLOWED : Problem.REQUIRED,
                    "With %s, set exactly one of jwks and jwks_url.".formatted(method.value()));
            return Optional.empty();
        }
        var findings = new ArrayList<Problem>();
        KeySource read =
                application.has(JWKS) ? jwkSet(application, findings, warnings) : url(application, findings, problems);
        ClientKeys.Source source = switch (read) {
            case KeySource.JwksUrl(URI url, var _) ->
                new ClientKeys.Source.Url(url, KeyAccessReader.authorities(application));
            case KeySource.InlineJwkSet(String json) -> new ClientKeys.Source.Inline(json);
            case KeySource.Certificates _ -> throw new IllegalStateException("an application has no certificates");
        };
        if (source instanceof ClientKeys.Source.Inline) {
            KeyAccessReader.refuseAuthorities(application, "Only keys with a jwks_url are fetched. Set it to [].");
        }
        (before.filter(source::equals).isPresent() ? warnings : problems).addAll(findings);
        return Optional.of(source);
    }

    private KeySource read(
            InputMembers keys,
            String pointer,
            Optional<KeySource> before,
            List<Problem> problems,
            List<Problem> warnings) {
        List<String> given = KINDS.stream().filter(keys::has).toList();
        if (given.size() != 1) {
            String found = given.isEmpty() ? "none of them is set" : String.join(" and ", given) + " are set";
            problems.add(new Problem(
                    pointer,
                    given.isEmpty() ? Problem.REQUIRED : Problem.NOT_ALLOWED,
                    "Set exactly one of jwks_url, certificates and jwks; %s. In a merge patch, null removes a member."
                            .formatted(found)));
            return NONE;
        }
        var findings = new ArrayList<Problem>();
        KeySource source = switch (given.getFirst()) {
            case JWKS_URL -> fetched(keys, url(keys, findings, problems), warnings);
            case CERTIFICATES -> certificates(keys, before, findings, problems, warnings);
            default -> jwkSet(keys, findings, warnings);
        };
        if (!given.getFirst().equals(JWKS_URL)) {
            KeyAccessReader.refuseWithout(keys);
        }
        // Keys that became invalid since they were saved must not prevent disabling the issuer.
        boolean unchanged = before.filter(source::equals).isPresent();
        (unchanged ? warnings : problems).addAll(findings);
        return source;
    }

    private static KeySource fetched(InputMembers keys, KeySource read, List<Problem> warnings) {
        return read instanceof KeySource.JwksUrl(URI url, var _)
                ? new KeySource.JwksUrl(url, KeyAccessReader.read(keys, url, warnings))
                : read;
    }

    private KeySource url(InputMembers keys, List<Problem> findings, List<Problem> problems) {
        Optional<String> text = keys.optionalText(JWKS_URL, URL);
        if (text.isEmpty()) {
            return NONE;
        }
        WebUrl.Reading reading = WebUrl.read(text.get());
        if (reading instanceof WebUrl.Reading.Read(WebUrl url) && url.uri().getRawFragment() == null) {
            urls.objection(url.uri())
                    .ifPresent(
                            reason -> findings.add(new Problem(keys.pointerTo(JWKS_URL), Problem.NOT_ALLOWED, reason)));
            return new KeySource.JwksUrl(url.uri());
        }
        String reason = reading instanceof WebUrl.Reading.Refused(String said) ? said : "the URL has a fragment (#…)";
        problems.add(new Problem(
                keys.pointerTo(JWKS_URL),
                Problem.MALFORMED,
                "Must be an absolute https URL with a host, and without user, password and fragment: %s."
                        .formatted(reason)));
        return NONE;
    }

    private KeySource certificates(
            InputMembers keys,
            Optional<KeySource> earlier,
            List<Problem> findings,
            List<Problem> problems,
            List<Problem> warnings) {
        int before = problems.size();
        List<String> texts = keys.texts(CERTIFICATES, MOST_TEXTS, PEM).orElse(List.of());
        if (problems.size() > before) {
            return NONE;
        }
        KeyReading reading = CertificateReader.read(texts, clock.instant());
        note(keys.pointerTo(CERTIFICATES), reading, findings, warnings);
        var asTheyAre = new KeySource.Certificates(texts);
        return earlier.filter(asTheyAre::equals).isPresent()
                ? asTheyAre
                : new KeySource.Certificates(
                        texts.stream().flatMap(text -> split(text).stream()).toList());
    }

    /** The certificates of a pasted chain, without the text around them. */
    private static List<String> split(String pem) {
        List<String> blocks =
                PEM_BLOCK.matcher(pem).results().map(MatchResult::group).toList();
        return blocks.isEmpty() ? List.of(pem) : blocks;
    }

    private static KeySource jwkSet(InputMembers keys, List<Problem> findings, List<Problem> warnings) {
        Optional<Map<String, Object>> set = keys.value(JWKS).flatMap(JsonValues::members);
        if (set.isEmpty()) {
            boolean secret = keys.value(JWKS)
                    .filter(value -> value instanceof String text && PrivateKeys.mayBeIn(text))
                    .isPresent();
            keys.problem(
                    JWKS,
                    Problem.WRONG_TYPE,
                    secret
                            ? "Contains a private key. Enter only public keys, and replace the private key if it was shared."
                            : "Must be an object with the array \"keys\" (RFC 7517 §5).");
            return NONE;
        }
        byte[] json = JsonText.write(set.get());
        if (json.length > LARGEST_SET_IN_BYTES) {
            keys.problem(
                    JWKS, Problem.OUT_OF_RANGE, "Must not be larger than %s bytes.".formatted(LARGEST_SET_IN_BYTES));
            return NONE;
        }
        String text = new String(json, StandardCharsets.UTF_8);
        note(keys.pointerTo(JWKS), JwkSetReader.readInline(text), findings, warnings);
        return new KeySource.InlineJwkSet(text);
    }

    private static void note(String pointer, KeyReading reading, List<Problem> findings, List<Problem> warnings) {
        reading.problems().forEach(problem -> findings.add(problem(pointer, problem)));
        reading.warnings().forEach(warning -> warnings.add(problem(pointer, warning)));
    }

    private static Problem problem(String pointer, KeyProblem problem) {
        return new Problem(pointer + problem.pointer(), Problem.UNUSABLE_KEY, problem.detail());
    }
}
