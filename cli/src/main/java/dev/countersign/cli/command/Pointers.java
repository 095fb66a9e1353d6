package dev.countersign.cli.command;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JSON pointer of the server's answer is called on the command line: the option, else the member. */
final class Pointers {
    private static final Pattern PLACE = Pattern.compile("(.*)/([0-9]{1,6})");

    /** By the pointer without places in lists. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("/issuer", "--issuer"),
            Map.entry("/alias", "--alias"),
            Map.entry("/description", "--description"),
            Map.entry("/keys/jwks_url", "--jwks-url"),
            Map.entry("/keys/certificates", "--certificate"),
            Map.entry("/keys/jwks", "--jwks"),
            Map.entry("/algorithms", "--algorithm"),
            Map.entry("/audience/single", "--single-audience"),
            Map.entry("/clock_skew_seconds", "--clock-skew"),
            Map.entry("/max_lifetime_seconds", "--max-lifetime"),
            Map.entry("/iat/validate", "--validate-iat"),
            Map.entry("/iat/validity_minutes", "--iat-validity"),
            Map.entry("/iat/require", "--require-iat"),
            Map.entry("/scope_claim", "--scope-claim"),
            Map.entry("/replay/require_jti", "--require-jti"),
            Map.entry("/replay/allow_reuse", "--allow-reuse"),
            Map.entry("/types", "--type"),
            Map.entry("/subject/mapping", "--subject-mapping"),
            Map.entry("/subject/claim", "--subject-claim"),
            Map.entry("/conditions", "--condition"),
            Map.entry("/claims", "--claim"),
            Map.entry("/scopes", "--scope"),
            Map.entry("/bound_by_assertion", "--bound-by-assertion"),
            Map.entry("/default_scopes", "--default-scope"),
            Map.entry("/audience", "--audience"),
            Map.entry("/audiences", "--audience"),
            Map.entry("/trusted_token_issuers", "--trusted-issuer"),
            Map.entry("/grant_types", "--grant-type"),
            Map.entry("/token_endpoint_auth_method", "--auth-method"),
            Map.entry("/access_token/lifetime_seconds", "--token-lifetime"),
            Map.entry("/access_token/signing_alg", "--signing-algorithm"),
            Map.entry("/access_token/typ", "--token-typ"),
            Map.entry("/client_id", "--new-client-id"),
            Map.entry("/client_secret", "--new-client-secret-file"),
            Map.entry("/expires_in_seconds", "--expires-in"),
            Map.entry("/expires_at", "--expires-at"),
            Map.entry("/preset", "--preset"),
            Map.entry("/allow_any_tenant", "--allow-any-tenant"));

    private Pointers() {}

    /** The option if it is what the member came from, else the member as in {@code keys.certificates[1]}. */
    static String name(String pointer, Arguments arguments) {
        String member = pointer;
        String place = "";
        Matcher element = PLACE.matcher(pointer);
        if (element.matches()) {
            member = element.group(1);
            place = "[" + element.group(2) + "]";
        }
        String option = OPTIONS.get(member);
        if (option != null && arguments.isGiven(option)) {
            return option + (place.isEmpty() ? "" : " (number " + (Integer.parseInt(element.group(2)) + 1) + ")");
        }
        return words(member) + place;
    }

    private static String words(String pointer) {
        return pointer.replaceFirst("^/", "")
                .replaceAll("/([0-9]{1,6})(?=/|$)", "[$1]")
                .replace('/', '.')
                .replace("~1", "/")
                .replace("~0", "~");
    }
}
