package dev.countersign.server.config;

import java.time.Duration;

/** Table {@code [oauth.grant_type.jwt]}: how old assertions may be, for issuers that do not say so themselves. */
public record JwtGrantSettings(boolean iatValidation, Duration iatValidityPeriod) {}
