package dev.countersign.server.registry.discovery;

import dev.countersign.base.text.WebUrl;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.KeySource;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.keys.JwksUrlRule;
import dev.countersign.server.registry.keys.KeyAccessReader;
import dev.countersign.server.registry.kind.PolicyMembers;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Use case that reads the published metadata of an issuer (OpenID Connect Discovery §4, RFC 8414 §3) and proposes a
 * registration. Nothing is registered.
 */
public record DiscoverIssuer(TrustConfiguration configuration, JwksUrlRule urls, JwksTrials trials) {
    private static final TextRule IDENTIFIER = TextRule.anyText(2000);
    private static final String ISSUER = "/issuer";
    private static final String FORM = "Must be a URL with a host and without query and fragment (RFC 8414 §2)";

    /** Result of reading one metadata document. */
    private sealed interface Found {
        record Metadata(String jwksUrl, Set<Algorithm> algorithms) implements Found {}

        record Nothing(Problem problem) implements Found {}
    }

    /**
     * Returns the document of an issuer, ready to be registered, with the findings as {@code warnings}. Authorities given with it
     * are trusted for its metadata and its keys, and are part of the document.
     */
    public Outcome<Map<String, Object>> discover(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, Set.of("issuer", KeyAccessReader.TRUSTED));
        String issuer = members.requiredText("issuer", IDENTIFIER).orElse("");
        List<String> authorities = KeyAccessReader.authorities(members);
        if (problems.isEmpty()) {
            objection(issuer).ifPresent(reason -> members.problem("issuer", Problem.NOT_ALLOWED, reason));
        }
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        for (URI url : metadataUrls(uri(issuer))) {
            switch (read(located(url, authorities), issuer)) {
                case Found.Metadata metadata -> {
                    return proposal(issuer, metadata, authorities);
                }
                case Found.Nothing(Problem problem) -> problems.add(problem);
            }
        }
        return new Outcome.Invalid<>(problems);
    }

    private Optional<String> objection(String issuer) {
        return switch (WebUrl.read(issuer)) {
            case WebUrl.Reading.Refused(String reason) -> Optional.of("%s: %s.".formatted(FORM, reason));
            case WebUrl.Reading.Read(WebUrl url)
            when url.uri().getRawQuery() != null || issuer.indexOf('#') >= 0 -> Optional.of(FORM + ".");
            case WebUrl.Reading.Read(WebUrl url) -> urls.objection(url.uri());
        };
    }

    /** The URL of an issuer, if it is acceptable. */
    private static URI uri(String issuer) {
        return WebUrl.read(issuer) instanceof WebUrl.Reading.Read(WebUrl url) ? url.uri() : URI.create(issuer);
    }

    /** The two locations of metadata: the well-known path after the issuer's path, and before it. */
    private static List<URI> metadataUrls(URI issuer) {
        String origin = issuer.getScheme() + "://" + issuer.getRawAuthority();
        String path = Optional.ofNullable(issuer.getRawPath()).orElse("").replaceFirst("/$", "");
        return List.of(
                URI.create(origin + path + "/.well-known/openid-configuration"),
                URI.create(origin + "/.well-known/oauth-authorization-server" + path));
    }

    private static KeySource.JwksUrl located(URI url, List<String> authorities) {
        return new KeySource.JwksUrl(url, new KeySource.Access(authorities, Optional.empty()));
    }

    private Found read(KeySource.JwksUrl document, String issuer) {
        URI url = document.url();
        return switch (trials.read(document).read(StrictJson::readObject)) {
            case FetchOutcome.Failed(String reason) ->
                nothing("metadata_unreachable", "%s could not be fetched: %s.", url, reason);
            case FetchOutcome.Unreadable(String problem) ->
                nothing("metadata_unreadable", "%s is not a JSON object: %s.", url, problem);
            case FetchOutcome.Fetched(Map<String, Object> metadata, var _) -> read(url, issuer, metadata);
        };
    }

    /** RFC 8414 §3.3: metadata of another issuer must not be used. */
    private static Found read(URI url, String issuer, Map<String, Object> metadata) {
        if (!issuer.equals(metadata.get("issuer"))) {
            String named = metadata.get("issuer") instanceof String other ? other : "none";
            return nothing("metadata_of_another_issuer", "%s contains the metadata of another issuer: %s.", url, named);
        }
        if (!(metadata.get("jwks_uri") instanceof String jwksUrl)) {
            return nothing("metadata_without_keys", "%s contains no %s.", url, "jwks_uri");
        }
        return new Found.Metadata(
                jwksUrl, algorithms(metadata.getOrDefault("id_token_signing_alg_values_supported", List.of())));
    }

    private static Set<Algorithm> algorithms(Object names) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        if (names instanceof List<?> list) {
            list.forEach(name -> Algorithm.of(String.valueOf(name)).ifPresent(algorithms::add));
        }
        return algorithms;
    }

    private static Found nothing(String code, String detail, URI url, String what) {
        return new Found.Nothing(new Problem(ISSUER, code, detail.formatted(url, what)));
    }

    private Outcome<Map<String, Object>> proposal(String issuer, Found.Metadata metadata, List<String> authorities) {
        if (!(WebUrl.read(metadata.jwksUrl()) instanceof WebUrl.Reading.Read(WebUrl read))) {
            return refused("The jwks_uri of the issuer is not a URL.");
        }
        URI url = read.uri();
        Optional<String> objection = urls.objection(url);
        if (objection.isPresent()) {
            return refused("The issuer's jwks_uri cannot be used. " + objection.get());
        }
        var trial = trials.tryOut(located(url, authorities));
        Set<Algorithm> offered = trial instanceof FetchOutcome.Fetched(FetchedSet set, var _)
                ? JwksFindings.algorithms(set.keys())
                : EnumSet.noneOf(Algorithm.class);
        Set<Algorithm> algorithms = metadata.algorithms().isEmpty() ? offered : metadata.algorithms();
        if (algorithms.isEmpty()) {
            algorithms = PolicyMembers.DEFAULT_ALGORITHMS;
        }
        var proposal = new LinkedHashMap<String, Object>();
        proposal.put("name", freeName(issuer));
        proposal.put("issuer", issuer);
        proposal.put("keys", keys(metadata.jwksUrl(), authorities));
        proposal.put(
                "algorithms", algorithms.stream().sorted().map(Algorithm::value).toList());
        proposal.put(
                "warnings",
                JwksFindings.of(trial, algorithms).notes().stream()
                        .map(DiscoverIssuer::warning)
                        .toList());
        return new Outcome.Done<>(proposal);
    }

    private static Map<String, Object> keys(String jwksUrl, List<String> authorities) {
        var keys = new LinkedHashMap<String, Object>();
        keys.put("jwks_url", jwksUrl);
        if (!authorities.isEmpty()) {
            keys.put(KeyAccessReader.TRUSTED, authorities);
        }
        return keys;
    }

    private static Outcome<Map<String, Object>> refused(String detail) {
        return new Outcome.Invalid<>(List.of(new Problem(ISSUER, "jwks_url_not_allowed", detail)));
    }

    private static Map<String, Object> warning(Problem problem) {
        var warning = new LinkedHashMap<String, Object>();
        warning.put("pointer", problem.pointer());
        warning.put("code", problem.code());
        warning.put("detail", problem.detail());
        return warning;
    }

    /** The name of the host, with a number appended where it is taken. */
    private String freeName(String issuer) {
        String host = WebUrl.read(issuer) instanceof WebUrl.Reading.Read(WebUrl url)
                ? url.host().replace(':', '-')
                : "issuer";
        Set<String> taken = configuration.issuers().stream()
                .map(registered -> registered.name())
                .collect(Collectors.toSet());
        String name = host;
        for (int number = 2; taken.contains(name); number++) {
            name = host + "-" + number;
        }
        return name;
    }
}
