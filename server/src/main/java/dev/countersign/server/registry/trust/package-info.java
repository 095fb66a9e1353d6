/** Everything that is trusted, at one moment and as it changes; the port of its store. */
@NullMarked
package dev.countersign.server.registry.trust;

import org.jspecify.annotations.NullMarked;
