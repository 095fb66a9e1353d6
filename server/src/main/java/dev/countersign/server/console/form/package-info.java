/** Forms: submitted values, their display, and the token against forgery. */
@NullMarked
package dev.countersign.server.console.form;

import org.jspecify.annotations.NullMarked;
