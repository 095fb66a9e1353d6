/** The REST API of the management package: it translates between HTTP and the use cases, without rules of its own. */
@NullMarked
package dev.countersign.server.admin;

import org.jspecify.annotations.NullMarked;
