/** The command line. */
@NullMarked
package dev.countersign.server.cli;

import org.jspecify.annotations.NullMarked;
