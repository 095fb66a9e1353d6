/** The audit of token requests and administrative changes, and the counts of token requests. */
@NullMarked
package dev.countersign.server.store.audit;

import org.jspecify.annotations.NullMarked;
