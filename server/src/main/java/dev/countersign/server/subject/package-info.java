/** Subjects of trusted token issuers that are blocked: the use cases, and the port of their store. */
@NullMarked
package dev.countersign.server.subject;

import org.jspecify.annotations.NullMarked;
