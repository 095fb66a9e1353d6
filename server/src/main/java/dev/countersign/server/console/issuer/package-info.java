/** Pages of trusted token issuers. */
@NullMarked
package dev.countersign.server.console.issuer;

import org.jspecify.annotations.NullMarked;
