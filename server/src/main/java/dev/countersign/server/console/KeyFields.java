package dev.countersign.server.console;

import dev.countersign.core.issuer.KeySource;
import dev.countersign.core.jose.JsonNull;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields in which an issuer's keys are given: a JWKS URL, or certificates that are pasted or uploaded, in PEM or DER. */
final class KeyFields {
    static final String MODE = "mode";
    static final String URL_MODE = "jwks_url";
    static final String PEM_MODE = "certificates";
    static final String JWKS_MODE = "jwks";
    static final String URL = "/keys/jwks_url";
    static final String PEM = "/keys/certificates";
    static final String JWKS = "/keys/jwks";
    static final String FILES = "certificate_files";

    private static final String PEM_BEGINS = "-----BEGIN";
    private static final int PEM_LINE = 64;

    private KeyFields() {}

    /** The form with its files among the pasted certificates, so that nothing is lost when it is shown again. */
    static Form withUploads(Form form) {
        List<String> texts = new ArrayList<>(form.all(PEM));
        form.uploads(FILES).forEach(upload -> texts.add(pem(upload)));
        texts.removeIf(String::isBlank);
        String mode = form.text(MODE).orElse(form.uploads(FILES).isEmpty() ? URL_MODE : PEM_MODE);
        return form.with(
                        PEM, String.join("\n", texts.stream().map(String::strip).toList()))
                .with(MODE, mode);
    }

    /** A certificate as PEM, whichever way its file has it. What is no certificate is refused where it is read. */
    static String pem(Upload upload) {
        String text = new String(upload.content(), StandardCharsets.ISO_8859_1);
        if (text.contains(PEM_BEGINS)) {
            return text;
        }
        byte[] lineEnd = {'\n'};
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(PEM_LINE, lineEnd).encodeToString(upload.content())
                + "\n-----END CERTIFICATE-----";
    }

    /** The member {@code keys} that the fields describe. */
    static Map<String, Object> member(Form form) {
        return switch (form.text(MODE).orElse(URL_MODE)) {
            case PEM_MODE -> Map.of("certificates", form.text(PEM).map(List::of).orElse(List.of()));
            default -> Map.of("jwks_url", form.text(URL).orElse(""));
        };
    }

    /** The same as a merge patch, which takes away what was there (RFC 7396). */
    static Map<String, Object> patch(Map<String, Object> member) {
        var patch = new LinkedHashMap<String, Object>();
        for (String kind : List.of("jwks_url", "certificates", "jwks")) {
            patch.put(kind, member.getOrDefault(kind, JsonNull.NULL));
        }
        return patch;
    }

    /** The fields that show what an issuer has. */
    static Map<String, List<String>> values(KeySource keys) {
        var values = new LinkedHashMap<String, List<String>>();
        values.put(URL, List.of(""));
        values.put(PEM, List.of(""));
        switch (keys) {
            case KeySource.JwksUrl(var url) -> {
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
