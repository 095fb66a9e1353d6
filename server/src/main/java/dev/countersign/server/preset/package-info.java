/** What is known of the token issuers that people really use. */
@NullMarked
package dev.countersign.server.preset;

import org.jspecify.annotations.NullMarked;
