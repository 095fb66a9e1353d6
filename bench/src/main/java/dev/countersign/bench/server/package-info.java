/** Whole servers under load, with their databases and what fills them. */
@NullMarked
package dev.countersign.bench.server;

import org.jspecify.annotations.NullMarked;
