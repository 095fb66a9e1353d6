/** The process: {@link dev.countersign.server.Main} and the wiring of everything else. */
@NullMarked
package dev.countersign.server;

import org.jspecify.annotations.NullMarked;
