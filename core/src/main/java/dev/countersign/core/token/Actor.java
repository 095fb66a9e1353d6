package dev.countersign.core.token;

import dev.countersign.core.oauth.PlainText;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The party that acts for the subject of a token, and the parties that acted before (RFC 8693 §4.1).
 *
 * @param subject as its issuer names it
 * @param issuer of the actor; empty only for an actor named by another authorization server
 */
public record Actor(String subject, Optional<String> issuer, Optional<Actor> earlier) {
    /** Largest number of actors of a token. */
    public static final int MOST = 4;

    private static final String CLAIM = "act";
    private static final String EXPECTED = "act: at most " + MOST + " nested objects, each with sub and iss as texts";

    /** The actor of a JWT; empty when nobody acts for its subject. Other members of the claim are not kept. */
    public static Ruling<Optional<Actor>> of(Map<String, Object> claims) {
        return claims.containsKey(CLAIM)
                ? read(claims.get(CLAIM), 1).map(Optional::of)
                : Ruling.granted(Optional.empty());
    }

    private static Ruling<Actor> read(Object claim, int depth) {
        if (depth > MOST) {
            return Ruling.refused(malformed("more than " + MOST + " actors"));
        }
        if (!(claim instanceof Map<?, ?> members)) {
            return Ruling.refused(malformed("no object"));
        }
        Object subject = members.get("sub");
        Object issuer = members.get("iss");
        if (!isText(subject) || (members.containsKey("iss") && !isText(issuer))) {
            return Ruling.refused(malformed("an actor without sub, or with another kind of sub or iss"));
        }
        Ruling<Optional<Actor>> earlier = members.containsKey(CLAIM)
                ? read(members.get(CLAIM), depth + 1).map(Optional::of)
                : Ruling.granted(Optional.empty());
        return earlier.map(before ->
                new Actor(String.valueOf(subject), Optional.ofNullable(issuer).map(String::valueOf), before));
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && PlainText.isIdentifier(text);
    }

    private static Rejection malformed(String actual) {
        return new AssertionRejection.ClaimMalformed(
                CLAIM, EXPECTED, actual, RejectionCode.ASSERTION_CLAIM_MALFORMED.remedy());
    }

    /** The number of actors. */
    public int number() {
        return 1 + earlier.map(Actor::number).orElse(0);
    }

    /** The claim {@code act}. */
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("sub", subject);
        issuer.ifPresent(iss -> members.put("iss", iss));
        earlier.ifPresent(before -> members.put(CLAIM, before.members()));
        return members;
    }

    /** The actor in words for people. */
    public String words() {
        return subject + issuer.map(iss -> " of " + iss).orElse("");
    }
}
