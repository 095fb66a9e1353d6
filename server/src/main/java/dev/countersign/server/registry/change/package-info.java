/** Adding, changing and removing what is registered, one use case a class; the first administrator. */
@NullMarked
package dev.countersign.server.registry.change;

import org.jspecify.annotations.NullMarked;
