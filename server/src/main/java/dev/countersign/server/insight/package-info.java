/** Views of token requests for administrators, and revocation: audit, counts, health, explanations; their ports. */
@NullMarked
package dev.countersign.server.insight;

import org.jspecify.annotations.NullMarked;
