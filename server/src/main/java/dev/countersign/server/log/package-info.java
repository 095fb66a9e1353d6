/**
 * The log of the process: text for people on the standard error, one line of JSON per audit event on the standard
 * output. Both are written by separate threads, so that no exchange waits for a slow terminal.
 */
@NullMarked
package dev.countersign.server.log;

import org.jspecify.annotations.NullMarked;
