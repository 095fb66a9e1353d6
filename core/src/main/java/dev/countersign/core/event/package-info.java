/** Security events of trusted token issuers about their subjects (RFC 8417, RFC 8935, CAEP and RISC). */
@NullMarked
package dev.countersign.core.event;

import org.jspecify.annotations.NullMarked;
