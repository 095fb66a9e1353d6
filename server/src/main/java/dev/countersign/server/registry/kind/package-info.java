/** What is registered: one table of members a kind, and the rules that span members. */
@NullMarked
package dev.countersign.server.registry.kind;

import org.jspecify.annotations.NullMarked;
