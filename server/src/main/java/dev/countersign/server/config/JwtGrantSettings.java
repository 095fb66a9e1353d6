package dev.countersign.server.config;

import java.time.Duration;

/** Table {@code [oauth.grant_type.jwt]}: the maximum age of assertions, for issuers without a rule of their own. */
public record JwtGrantSettings(boolean iatValidation, Duration iatValidityPeriod) {}
