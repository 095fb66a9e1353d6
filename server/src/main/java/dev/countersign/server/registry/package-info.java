/** Every use case of what is registered, and the issuer of the test page. */
@NullMarked
package dev.countersign.server.registry;

import org.jspecify.annotations.NullMarked;
