package dev.countersign.server.preset;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.AudienceRecipe;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
 * @param pins values to which an issuer can be limited
 * @param withoutCredentials the limit that an issuer of this kind needs where requests without client credentials are
 *     accepted; empty when such requests are unusual
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
        List<PinParameter> pins,
        Optional<SharedIssuer> withoutCredentials,
        AudienceRecipe audience) {
    public Preset {
        parameters = List.copyOf(parameters);
        forms = List.copyOf(forms);
        algorithms = UnmodifiableCopies.of(algorithms);
        settings = UnmodifiableCopies.of(settings);
        shared = List.copyOf(shared);
        pins = List.copyOf(pins);
    }

    /** An issuer of this kind. */
    public record Addresses(String issuer, String jwksUrl) {}

    /** The first sentence of the description: the kind of tokens. */
    public String summary() {
        int end = description.indexOf(". ");
        return end < 0 ? description : description.substring(0, end + 1);
    }

    /** All values that can be given: those of the addresses, and those to which the issuer is limited. */
    public List<Parameter> inputs() {
        return Stream.concat(parameters.stream(), pins.stream().map(PinParameter::parameter))
                .toList();
    }

    /** The conditions that limit the issuer to these values. */
    public List<String> conditions(Map<String, String> values) {
        return pins.stream()
                .flatMap(pin -> Optional.ofNullable(values.get(pin.parameter().name())).map(pin::conditionFor).stream())
                .toList();
    }

    /** The values that determine the addresses. */
    private Map<String, String> ofAddresses(Map<String, String> values) {
        var own = new TreeMap<>(values);
        pins.forEach(pin -> own.remove(pin.parameter().name()));
        return own;
    }

    /** The parameter with this name. */
    public Optional<Parameter> parameter(String parameter) {
        return inputs().stream()
                .filter(candidate -> candidate.name().equals(parameter))
                .findFirst();
    }

    /** The issuer described by exactly these parameters. */
    public Optional<Addresses> addresses(Map<String, String> values) {
        Map<String, String> own = ofAddresses(values);
        return forms.stream()
                .filter(form -> UnmodifiableCopies.of(form.parameters()).equals(own.keySet()))
                .findFirst()
                .map(form -> new Addresses(form.issuerOf(own), form.jwksUrlOf(own)));
    }

    /** The issuer with this {@code iss} value, if it is of this kind and consistent with these parameters. */
    public Optional<Addresses> addressesOf(String issuer, Map<String, String> values) {
        Map<String, String> own = ofAddresses(values);
        Optional<Addresses> described = addresses(own);
        if (described.filter(addresses -> addresses.issuer().equals(issuer)).isPresent()) {
            return described;
        }
        for (IssuerForm form : forms) {
            Optional<Map<String, String>> found = form.match(issuer, this::kind);
            if (found.filter(all -> all.entrySet().containsAll(own.entrySet())).isPresent()) {
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
