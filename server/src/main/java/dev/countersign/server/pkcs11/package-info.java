/** Signing keys in a hardware module, by PKCS#11. */
@NullMarked
package dev.countersign.server.pkcs11;

import org.jspecify.annotations.NullMarked;
