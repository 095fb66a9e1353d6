package dev.countersign.server.console.tryout;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.rejection.RejectionCode;
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
 * @param headerMembers the header, if it is a JSON object
 * @param claimMembers the claims, if they are a JSON object
 * @param times the claims that are times
 * @param faulty the name of the member at which a check failed; empty for none
 */
public record DecodedJwt(
        String header,
        String claims,
        Map<String, Object> headerMembers,
        Map<String, Object> claimMembers,
        List<Moment> times,
        String faulty) {
    private static final int SEGMENTS = 3;
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    public DecodedJwt {
        times = List.copyOf(times);
    }

    /** A claim that is a time. */
    public record Moment(String claim, Instant at) {}

    /** A line of the header or of the claims. */
    public record Line(String text, boolean faulty) {}

    /** Decodes the text; empty when it is not a JWT in compact form (RFC 7515 §7.1). */
    static Optional<DecodedJwt> of(String text) {
        String[] segments = text.strip().split("\\.", -1);
        if (segments.length != SEGMENTS) {
            return Optional.empty();
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(segments[0]);
            byte[] claims = Base64.getUrlDecoder().decode(segments[1]);
            Map<String, Object> members = members(claims);
            return Optional.of(new DecodedJwt(
                    PrettyJson.of(header), PrettyJson.of(claims), members(header), members, times(members), ""));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> members(byte[] json) {
        return StrictJson.readObject(json) instanceof Parsed.Read(var members) ? members : Map.of();
    }

    /** The same with the member marked at which a check with this code fails. */
    DecodedJwt marking(RejectionCode code) {
        return new DecodedJwt(
                header,
                claims,
                headerMembers,
                claimMembers,
                times,
                FaultyMember.of(code).orElse(""));
    }

    /** The header, line by line. */
    public List<Line> headerLines() {
        return lines(header);
    }

    /** The claims, line by line. */
    public List<Line> claimLines() {
        return lines(claims);
    }

    private List<Line> lines(String json) {
        String begin = "  \"" + faulty + "\" ";
        return json.lines()
                .map(line -> new Line(line, !faulty.isEmpty() && line.startsWith(begin)))
                .toList();
    }

    private static List<Moment> times(Map<String, Object> claims) {
        var times = new ArrayList<Moment>();
        for (String name : List.of("iat", "nbf", "exp")) {
            if (claims.get(name) instanceof Number number) {
                moment(number).ifPresent(at -> times.add(new Moment(name, at)));
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
