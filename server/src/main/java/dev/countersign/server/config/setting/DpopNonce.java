package dev.countersign.server.config.setting;

/** Use of nonces in proofs of possession (RFC 9449 §8). */
public enum DpopNonce {
    OFF,
    /** Every proof must hold a nonce of this server. */
    REQUIRED
}
