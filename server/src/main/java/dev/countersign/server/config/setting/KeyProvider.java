package dev.countersign.server.config.setting;

/** Place in which new signing keys are generated and kept. */
public enum KeyProvider {
    /** In this process, and encrypted in the database. */
    SOFTWARE,
    /** In a hardware module. */
    PKCS11
}
