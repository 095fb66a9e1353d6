package dev.countersign.server.config;

import java.time.Duration;

/**
 * Table {@code [oauth.signing_keys]}.
 *
 * @param rotation how long a key signs before the next one does; zero when keys are replaced on demand alone
 */
public record SigningKeySettings(Duration rotation) {}
