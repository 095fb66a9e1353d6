/**
 * The endpoints that clients authenticate at: token, introspection, revocation; and the load shedder before them.
 */
@NullMarked
package dev.countersign.server.http.token;

import org.jspecify.annotations.NullMarked;
