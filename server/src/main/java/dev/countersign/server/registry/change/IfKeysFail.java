package dev.countersign.server.registry.change;

/** Treatment of an issuer whose JWKS URL does not return keys that can verify its assertions. */
public enum IfKeysFail {
    /** The issuer is saved, with a warning. */
    WARN,
    /** The issuer is not saved. */
    REFUSE
}
