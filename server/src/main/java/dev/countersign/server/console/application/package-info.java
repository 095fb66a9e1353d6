/** Pages of applications and API resources. */
@NullMarked
package dev.countersign.server.console.application;

import org.jspecify.annotations.NullMarked;
