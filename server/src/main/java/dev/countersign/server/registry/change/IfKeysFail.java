package dev.countersign.server.registry.change;

/** What becomes of an issuer whose JWKS URL does not give keys to verify its assertions with. */
public enum IfKeysFail {
    /** It is saved all the same, and the administrator is told. */
    WARN,
    /** It is not saved. */
    REFUSE
}
