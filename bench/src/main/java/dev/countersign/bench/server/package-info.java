/** Whole servers under load, with their databases and their content. */
@NullMarked
package dev.countersign.bench.server;

import org.jspecify.annotations.NullMarked;
