/** The endpoints with client authentication: token, introspection, revocation; and their load shedder. */
@NullMarked
package dev.countersign.server.http.token;

import org.jspecify.annotations.NullMarked;
