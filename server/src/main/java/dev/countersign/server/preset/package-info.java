/** Presets for widely used token issuers. */
@NullMarked
package dev.countersign.server.preset;

import org.jspecify.annotations.NullMarked;
