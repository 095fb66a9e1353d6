package dev.countersign.server.config;

/** Table {@code [test_issuer]}: a third party within the server, for evaluation. Never enabled in production mode. */
public record TestIssuerSettings(boolean enabled) {}
