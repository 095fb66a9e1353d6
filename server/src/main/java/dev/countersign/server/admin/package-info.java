/** The REST API over management: it translates between HTTP and the use cases, and decides nothing itself. */
@NullMarked
package dev.countersign.server.admin;

import org.jspecify.annotations.NullMarked;
