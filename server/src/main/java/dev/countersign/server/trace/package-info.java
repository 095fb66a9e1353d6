/** Traces of token requests and fetches, by OpenTelemetry; no other package uses its libraries. */
@NullMarked
package dev.countersign.server.trace;

import org.jspecify.annotations.NullMarked;
