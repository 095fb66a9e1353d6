package dev.countersign.server.provider;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.signing.TextSeal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a browser to the provider and back. It is sealed in a cookie, so that any node can take the browser back and
 * a stranger writes nothing to the database before the return. Its string form is redacted.
 *
 * @param to the requested page of the console; empty for the first one
 * @param begun to the millisecond
 */
record RoundTrip(State state, Nonce nonce, CodeVerifier verifier, Optional<String> to, Instant begun) {
    static final Duration LASTS = Duration.ofMinutes(10);
    /** The time after its begin at which it is over even if the provider answered slowly to the last return. */
    static final Duration OVER_AFTER = LASTS.plusMinutes(1);

    /** A new one with random values. */
    static RoundTrip begin(Optional<String> to, Instant now) {
        return new RoundTrip(new State(), new Nonce(), new CodeVerifier(), to, now);
    }

    /** The end of its validity. */
    private Instant until() {
        return begun.plus(LASTS);
    }

    /** The time from which no sign-in of this state is under way. */
    Instant over() {
        return begun.plus(OVER_AFTER);
    }

    String seal(TextSeal seal) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("state", state.getValue());
        members.put("nonce", nonce.getValue());
        members.put("verifier", verifier.getValue());
        members.put("to", to.orElse(""));
        members.put("begun", begun.toEpochMilli());
        return seal.seal(JsonText.text(members));
    }

    /**
     * The one in a cookie; empty when it was not sealed here, or is over.
     *
     * @param seals under the keys that the cookie may be sealed with
     */
    static Optional<RoundTrip> open(String cookie, List<TextSeal> seals, Instant now) {
        return seals.stream()
                .flatMap(seal -> seal.open(cookie).stream())
                .findFirst()
                .map(RoundTrip::read)
                .filter(trip -> now.isBefore(trip.until()));
    }

    private static RoundTrip read(String sealed) {
        return switch (StrictJson.readObject(sealed.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) ->
                new RoundTrip(
                        new State(text(members, "state")),
                        new Nonce(text(members, "nonce")),
                        new CodeVerifier(text(members, "verifier")),
                        Optional.of(text(members, "to")).filter(path -> !path.isEmpty()),
                        Instant.ofEpochMilli(((Number) members.getOrDefault("begun", 0)).longValue()));
            case Parsed.Unreadable(String reason) ->
                throw new IllegalStateException("a sealed round trip is not readable: " + reason);
        };
    }

    private static String text(Map<String, Object> members, String name) {
        return String.valueOf(members.get(name));
    }

    @Override
    public String toString() {
        return "RoundTrip[redacted]";
    }
}
