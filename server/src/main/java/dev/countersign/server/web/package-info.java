/**
 * Code shared by all HTTP edges of the server: the router, forms, correlation ids, common headers, problems (RFC 9457)
 * and the gate for this server's own bearer tokens (RFC 6750). It uses core and the transport's API, and none of the
 * edges.
 */
@NullMarked
package dev.countersign.server.web;

import org.jspecify.annotations.NullMarked;
