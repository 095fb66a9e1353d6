package dev.countersign.core.assertion;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** NumericDates written with a fraction, an exponent or more digits than a long holds (RFC 7519 §2). */
final class NumericDates {
    /** 9999-12-31T23:59:59Z. */
    static final long LAST_SECOND = 253_402_300_799L;

    static final String FORM = "a number of seconds within the years 1970 to 9999";

    private static final BigDecimal FIRST_BEYOND = BigDecimal.valueOf(LAST_SECOND + 1);

    private NumericDates() {}

    static ClaimValue<Instant> ofDecimal(BigDecimal number) {
        if (number.signum() < 0 || number.compareTo(FIRST_BEYOND) >= 0) {
            return new ClaimValue.Malformed<>(FORM, "a number outside these years");
        }
        if ((long) number.precision() - number.scale() <= 0) {
            // Below one second; setScale would first write out all the digits that a huge negative exponent stands for.
            return new ClaimValue.Present<>(Instant.EPOCH);
        }
        return new ClaimValue.Present<>(
                Instant.ofEpochSecond(number.setScale(0, RoundingMode.DOWN).longValueExact()));
    }
}
