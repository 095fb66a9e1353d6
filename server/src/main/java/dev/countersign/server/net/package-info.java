/**
 * Outbound requests: fetching the JWK sets of trusted token issuers, within limits that the peer cannot extend. An
 * administrator who may register an issuer thereby chooses a URL that this server requests, so {@link
 * dev.countersign.server.net.OutboundAddressRules} excludes addresses that only this machine can reach.
 */
@NullMarked
package dev.countersign.server.net;

import org.jspecify.annotations.NullMarked;
