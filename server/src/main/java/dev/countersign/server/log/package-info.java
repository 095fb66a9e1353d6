/**
 * The log of the process: text for people on the error stream, one JSON line per audit event on the output stream. Both
 * are written by threads of their own, so that no exchange waits for a slow terminal.
 */
@NullMarked
package dev.countersign.server.log;

import org.jspecify.annotations.NullMarked;
