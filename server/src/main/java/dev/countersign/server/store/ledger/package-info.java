/** The ledger of redeemed grants: replay keys, issued tokens and refresh tokens. */
@NullMarked
package dev.countersign.server.store.ledger;

import org.jspecify.annotations.NullMarked;
