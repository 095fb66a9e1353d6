package dev.countersign.core.jwt;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** NumericDates written with a fraction, an exponent or more digits than a long holds (RFC 7519 §2). */
final class NumericDates {
    /** 9999-12-31T23:59:59Z. */
    static final long LAST_SECOND = 253_402_300_799L;

    static final String FORM = "a number of seconds within the years 1970 to 9999";

    private static final BigDecimal FIRST_BEYOND = BigDecimal.valueOf(LAST_SECOND + 1);

    private static final String OUTSIDE = "a number outside these years";

    /** Digits before the point that any long can hold. */
    private static final int LONG_DIGITS = 18;

    /** The number that JavaScript's and Java's clocks give for this moment is a thousand times the NumericDate. */
    private static final long MILLISECONDS = 1000;

    private NumericDates() {}

    /** What a number beyond the years is; one that is too large by a factor of a thousand is milliseconds. */
    static ClaimValue<Instant> outside(long number) {
        return number > LAST_SECOND && number / MILLISECONDS <= LAST_SECOND
                ? new ClaimValue.Malformed<>(
                        FORM,
                        "%s, which in milliseconds is %s".formatted(number, Instant.ofEpochMilli(number)),
                        "Have the issuer send seconds since 1970 (RFC 7519 §2), not milliseconds: divide by 1000.")
                : new ClaimValue.Malformed<>(FORM, OUTSIDE);
    }

    static ClaimValue<Instant> ofDecimal(BigDecimal number) {
        if (number.signum() < 0 || number.compareTo(FIRST_BEYOND) >= 0) {
            return number.signum() > 0 && (long) number.precision() - number.scale() <= LONG_DIGITS
                    ? outside(number.longValue())
                    : new ClaimValue.Malformed<>(FORM, OUTSIDE);
        }
        if ((long) number.precision() - number.scale() <= 0) {
            // Below one second; setScale would first write out all the digits that a huge negative exponent stands for.
            return new ClaimValue.Present<>(Instant.EPOCH);
        }
        return new ClaimValue.Present<>(
                Instant.ofEpochSecond(number.setScale(0, RoundingMode.DOWN).longValueExact()));
    }
}
