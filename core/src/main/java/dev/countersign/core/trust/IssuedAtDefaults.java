package dev.countersign.core.trust;

import java.time.Duration;

/**
 * The server's rule for {@code iat}, for issuers without a rule of their own.
 *
 * @param validate whether an assertion with an old {@code iat} is refused
 * @param validity the largest permitted age
 */
public record IssuedAtDefaults(boolean validate, Duration validity) {}
