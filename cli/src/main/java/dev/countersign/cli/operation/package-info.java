/** Commands that call one operation: login, exchange, explain, audit, signing keys, revocation of tokens. */
@NullMarked
package dev.countersign.cli.operation;

import org.jspecify.annotations.NullMarked;
