package dev.countersign.server.trace;

import java.util.List;

/**
 * Request that is traced, in the terms of OpenTelemetry's semantic conventions for HTTP.
 *
 * @param path of the URL; one that is served, so it tells nothing of the caller
 * @param route the path, with variables in place of names
 * @param traceparent the values of the header; ignored unless there is one that is valid
 */
public record TracedRequest(String method, String scheme, String path, String route, List<String> traceparent) {}
