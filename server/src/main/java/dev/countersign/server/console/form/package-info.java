/** Forms: what was sent, how it is shown again, and its token against forgery. */
@NullMarked
package dev.countersign.server.console.form;

import org.jspecify.annotations.NullMarked;
