package dev.countersign.server.preset;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.AudienceRecipe;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knowledge about one kind of issuer: supplies the members that an administrator leaves out, and refuses values that
 * cannot be correct.
 *
 * @param name unique name
 * @param title display name
 * @param description what to know before an issuer of this kind is trusted
 * @param forms its possible {@code iss} values; the first that matches applies
 * @param algorithms its signature algorithms
 * @param settings defaults for further members of a trusted token issuer
 * @param shared issuers of this kind that are shared by many tenants
 * @param audience how its tokens are made to name this server
 */
public record Preset(
        String name,
        String title,
        String description,
        List<Parameter> parameters,
        List<IssuerForm> forms,
        Set<Algorithm> algorithms,
        Reuse reuse,
        Map<String, Object> settings,
        List<SharedIssuer> shared,
        AudienceRecipe audience) {
    public Preset {
        parameters = List.copyOf(parameters);
        forms = List.copyOf(forms);
        algorithms = UnmodifiableCopies.of(algorithms);
        settings = UnmodifiableCopies.of(settings);
        shared = List.copyOf(shared);
    }

    /** An issuer of this kind. */
    public record Addresses(String issuer, String jwksUrl) {}

    /** The first sentence of the description: the kind of tokens. */
    public String summary() {
        int end = description.indexOf(". ");
        return end < 0 ? description : description.substring(0, end + 1);
    }

    /** The parameter with this name. */
    public Optional<Parameter> parameter(String parameter) {
        return parameters.stream()
                .filter(candidate -> candidate.name().equals(parameter))
                .findFirst();
    }

    /** The issuer described by exactly these parameters. */
    public Optional<Addresses> addresses(Map<String, String> values) {
        return forms.stream()
                .filter(form -> UnmodifiableCopies.of(form.parameters()).equals(values.keySet()))
                .findFirst()
                .map(form -> new Addresses(form.issuerOf(values), form.jwksUrlOf(values)));
    }

    /** The issuer with this {@code iss} value, if it is of this kind and consistent with these parameters. */
    public Optional<Addresses> addressesOf(String issuer, Map<String, String> values) {
        Optional<Addresses> described = addresses(values);
        if (described.filter(addresses -> addresses.issuer().equals(issuer)).isPresent()) {
            return described;
        }
        for (IssuerForm form : forms) {
            Optional<Map<String, String>> found = form.match(issuer, this::kind);
            if (found.filter(all -> all.entrySet().containsAll(values.entrySet()))
                    .isPresent()) {
                return Optional.of(new Addresses(issuer, form.jwksUrlOf(found.get())));
            }
        }
        return Optional.empty();
    }

    private ParameterKind kind(String parameter) {
        return parameter(parameter).orElseThrow().kind();
    }

    /** The permitted sets of parameters, for people. */
    public String choices() {
        return String.join(
                ", or ", forms.stream().map(IssuerForm::described).distinct().toList());
    }

    /** The resulting members of a trusted token issuer, as JSON values. */
    public Map<String, Object> members(Addresses addresses) {
        var members = new LinkedHashMap<String, Object>(settings);
        members.put("issuer", addresses.issuer());
        members.put("keys", Map.of("jwks_url", addresses.jwksUrl()));
        members.put(
                "algorithms", algorithms.stream().sorted().map(Algorithm::value).toList());
        return members;
    }
}
