package dev.countersign.server.http;

import java.util.function.BooleanSupplier;

/**
 * Check of one service that the server depends on.
 *
 * @param name its name in the response of {@code /health/ready}
 * @param healthy whether it works now; returns promptly
 */
public record HealthCheck(String name, BooleanSupplier healthy) {}
