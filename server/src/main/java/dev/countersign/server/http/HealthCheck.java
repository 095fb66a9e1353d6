package dev.countersign.server.http;

import java.util.function.BooleanSupplier;

/**
 * Something the server needs in order to answer.
 *
 * @param name how it is called in the answer of {@code /health/ready}
 * @param healthy whether it works now; answers soon
 */
public record HealthCheck(String name, BooleanSupplier healthy) {}
