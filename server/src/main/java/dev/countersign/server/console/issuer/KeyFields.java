package dev.countersign.server.console.issuer;

import dev.countersign.base.text.VisibleCharacters;
import dev.countersign.core.jose.certificate.KeyFile;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.keys.KeySource;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.Upload;
import dev.countersign.server.operation.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields for an issuer's keys: a JWKS URL, or pasted or uploaded certificates, in PEM or DER. */
final class KeyFields {
    static final String MODE = "mode";
    static final String URL_MODE = "jwks_url";
    static final String PEM_MODE = "certificates";
    static final String JWKS_MODE = "jwks";
    static final String URL = "/keys/jwks_url";
    static final String PEM = "/keys/certificates";
    static final String JWKS = "/keys/jwks";
    static final String TRUSTED = "/keys/trusted_certificates";
    static final String TOKEN_FILE = "/keys/bearer_token_file";
    static final String FILES = "certificate_files";

    private KeyFields() {}

    /**
     * A form with its files added to the pasted certificates, so that nothing is lost when it is displayed again.
     *
     * @param problems problems of the files, whose content is not in the form
     */
    record Given(Form form, List<Problem> problems) {
        Given {
            problems = List.copyOf(problems);
        }
    }

    /** Reads the uploaded files as certificates, after a check of their content. */
    static Given read(Form form) {
        List<String> texts = new ArrayList<>(form.all(PEM));
        var problems = new ArrayList<Problem>();
        for (Upload upload : form.uploads(FILES)) {
            switch (KeyFile.read(upload.content())) {
                case KeyFile.Pem(String text) -> texts.add(text);
                case KeyFile.Unusable(String clause) ->
                    problems.add(new Problem(
                            PEM,
                            "unusable_key",
                            "The file %s %s.".formatted(VisibleCharacters.of(upload.name()), clause)));
            }
        }
        texts.removeIf(String::isBlank);
        String mode = form.text(MODE).orElse(form.uploads(FILES).isEmpty() ? URL_MODE : PEM_MODE);
        Form whole = form.with(
                        PEM, String.join("\n", texts.stream().map(String::strip).toList()))
                .with(MODE, mode);
        return new Given(whole, problems);
    }

    /** The member {@code keys} described by the fields. */
    static Map<String, Object> member(Form form) {
        return switch (form.text(MODE).orElse(URL_MODE)) {
            case PEM_MODE -> Map.of("certificates", form.text(PEM).map(List::of).orElse(List.of()));
            default -> url(form);
        };
    }

    private static Map<String, Object> url(Form form) {
        var member = new LinkedHashMap<String, Object>();
        member.put("jwks_url", form.text(URL).orElse(""));
        form.text(TRUSTED).ifPresent(pem -> member.put("trusted_certificates", List.of(pem)));
        form.text(TOKEN_FILE).ifPresent(file -> member.put("bearer_token_file", file));
        return member;
    }

    /** The same as a merge patch, which removes the other key sources (RFC 7396). */
    static Map<String, Object> patch(Map<String, Object> member) {
        var patch = new LinkedHashMap<String, Object>();
        for (String kind : List.of("jwks_url", "certificates", "jwks", "trusted_certificates", "bearer_token_file")) {
            patch.put(kind, member.getOrDefault(kind, JsonNull.NULL));
        }
        return patch;
    }

    /** The field values of an issuer's keys. */
    static Map<String, List<String>> values(KeySource keys) {
        var values = new LinkedHashMap<String, List<String>>();
        values.put(URL, List.of(""));
        values.put(PEM, List.of(""));
        values.put(TRUSTED, List.of(""));
        values.put(TOKEN_FILE, List.of(""));
        switch (keys) {
            case KeySource.JwksUrl(var url, var access) -> {
                values.put(TRUSTED, List.of(String.join("\n", access.trustedCertificates())));
                values.put(TOKEN_FILE, List.of(access.bearerTokenFile().orElse("")));
                values.put(MODE, List.of(URL_MODE));
                values.put(URL, List.of(url.toString()));
            }
            case KeySource.Certificates(var pem) -> {
                values.put(MODE, List.of(PEM_MODE));
                values.put(PEM, List.of(String.join("\n", pem)));
            }
            case KeySource.InlineJwkSet(var json) -> {
                values.put(MODE, List.of(JWKS_MODE));
                values.put(JWKS, List.of(json));
            }
        }
        return values;
    }
}
