package dev.countersign.server.http;

import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Responses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Endpoints of liveness and readiness. */
final class HealthResource {
    private static final System.Logger LOGGER = System.getLogger(HealthResource.class.getName());
    private static final String UP = "up";
    private static final String DOWN = "down";

    private final List<HealthCheck> checks;
    private final BooleanSupplier stopping;

    HealthResource(List<HealthCheck> checks, BooleanSupplier stopping) {
        this.checks = List.copyOf(checks);
        this.stopping = stopping;
    }

    /** Reports success while anything is answered at all: a fault that a restart cannot correct must not cause one. */
    void live(ServerRequest request, ServerResponse response) {
        Responses.json(response, 200, Map.of("status", UP));
    }

    /** Reports success when every check succeeds and the server is not stopping. */
    void ready(ServerRequest request, ServerResponse response) {
        var states = new LinkedHashMap<String, Object>();
        states.put("running", stopping.getAsBoolean() ? DOWN : UP);
        checks.forEach(check -> states.put(check.name(), isHealthy(check) ? UP : DOWN));
        boolean up = states.values().stream().allMatch(UP::equals);
        var members = new LinkedHashMap<String, Object>();
        members.put("status", up ? UP : DOWN);
        members.put("checks", states);
        Responses.json(response, up ? 200 : 503, members);
    }

    private static boolean isHealthy(HealthCheck check) {
        try {
            return check.healthy().getAsBoolean();
        } catch (RuntimeException fault) {
            // a check that throws counts as failed, and the endpoint must continue to answer
            LOGGER.log(System.Logger.Level.WARNING, "The health check " + check.name() + " failed", fault);
            return false;
        }
    }
}
