package dev.countersign.core.token;

/** Whether those behind an issued token are still there. */
@FunctionalInterface
public interface TokenBacking {
    /** Whether the application it was given to, and the issuer whose assertion it was given for, exist and are enabled. */
    boolean stands(IssuedToken token);
}
