/** Values that all administrative operations share: the administrator, the outcome, the problems. */
@NullMarked
package dev.countersign.server.operation;

import org.jspecify.annotations.NullMarked;
