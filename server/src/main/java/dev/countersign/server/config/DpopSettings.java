package dev.countersign.server.config;

import java.time.Duration;

/** Table {@code [oauth.dpop]}: the rules for proofs of possession. */
public record DpopSettings(boolean nonceRequired, Duration maxAge) {}
