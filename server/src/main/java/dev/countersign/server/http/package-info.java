/**
 * The token endpoint and the endpoints beside it: metadata, published keys, health, metrics, and the listening server.
 * {@link dev.countersign.server.http.token.ErrorResponder} is the sole writer of OAuth error bodies.
 */
@NullMarked
package dev.countersign.server.http;

import org.jspecify.annotations.NullMarked;
