/** The sources of public keys as registered members: read, checked and stored. */
@NullMarked
package dev.countersign.server.registry.keys;

import org.jspecify.annotations.NullMarked;
