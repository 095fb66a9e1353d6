/** The organizations that one server serves, and the port of their store. */
@NullMarked
package dev.countersign.server.organization;

import org.jspecify.annotations.NullMarked;
