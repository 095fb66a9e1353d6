/** The requests of the last days, judged by a draft of an issuer. */
@NullMarked
package dev.countersign.server.insight.rehearsal;

import org.jspecify.annotations.NullMarked;
