/** Pages of the audit. */
@NullMarked
package dev.countersign.server.console.activity;

import org.jspecify.annotations.NullMarked;
