package dev.countersign.server.console.tryout;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.console.page.PrettyJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decoded JWT, not verified.
 *
 * @param times the claims that are times
 */
public record DecodedJwt(String header, String claims, List<Moment> times) {
    private static final int SEGMENTS = 3;
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    public DecodedJwt {
        times = List.copyOf(times);
    }

    /** A claim that is a time. */
    public record Moment(String claim, Instant at) {}

    /** Decodes the text; empty when it is not a JWT in compact form (RFC 7515 §7.1). */
    static Optional<DecodedJwt> of(String text) {
        String[] segments = text.strip().split("\\.", -1);
        if (segments.length != SEGMENTS) {
            return Optional.empty();
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(segments[0]);
            byte[] claims = Base64.getUrlDecoder().decode(segments[1]);
            return Optional.of(new DecodedJwt(PrettyJson.of(header), PrettyJson.of(claims), times(claims)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static List<Moment> times(byte[] claims) {
        var times = new ArrayList<Moment>();
        if (StrictJson.readObject(claims) instanceof Parsed.Read(Map<String, Object> members)) {
            for (String name : List.of("iat", "nbf", "exp")) {
                if (members.get(name) instanceof Number number) {
                    moment(number).ifPresent(at -> times.add(new Moment(name, at)));
                }
            }
        }
        return times;
    }

    private static Optional<Instant> moment(Number number) {
        var seconds = new BigDecimal(number.toString());
        return seconds.signum() < 0 || seconds.compareTo(LATEST) > 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds.longValue()));
    }
}
