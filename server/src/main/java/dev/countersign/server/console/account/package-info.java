/** Pages of administrators, their sign-in and their own accounts. */
@NullMarked
package dev.countersign.server.console.account;

import org.jspecify.annotations.NullMarked;
