/**
 * The token endpoint and what stands beside it: metadata, published keys, health, metrics, and the server that listens.
 * {@link dev.countersign.server.http.token.ErrorResponder} is the sole writer of OAuth error bodies.
 */
@NullMarked
package dev.countersign.server.http;

import org.jspecify.annotations.NullMarked;
