/**
 * What every HTTP edge of the server shares and none may import from another: correlation ids, the headers every answer
 * carries, problem answers (RFC 9457) and the gate that admits bearer tokens of our own (RFC 6750). It knows core and the
 * web server's API, and none of the edges.
 */
@NullMarked
package dev.countersign.server.web;

import org.jspecify.annotations.NullMarked;
