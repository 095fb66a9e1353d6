package dev.countersign.core.trust;

import java.time.Duration;

/**
 * The server's rule for {@code iat}, for issuers that have none of their own.
 *
 * @param validate whether an assertion whose {@code iat} lies too far back is refused
 * @param validity how far back it may lie
 */
public record IssuedAtDefaults(boolean validate, Duration validity) {}
