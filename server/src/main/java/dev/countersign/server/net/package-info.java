/**
 * The only way out: fetching the JWK sets of trusted token issuers, within limits that the other side cannot stretch.
 * An administrator who may register an issuer thereby chooses a URL that this server calls, so {@link
 * dev.countersign.server.net.OutboundAddressRules} keeps it away from what only this machine can reach.
 */
@NullMarked
package dev.countersign.server.net;

import org.jspecify.annotations.NullMarked;
