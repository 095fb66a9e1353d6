/**
 * Compact JWS, JSON, keys and signatures: the only package with cryptography.
 *
 *
 * <p>Reading is stricter than in common libraries: what RFC 7515 to 7519 leave to the reader (repeated members, surplus
 * bits, other encodings of the same token) is refused. A refusal is a value; an exception means an internal fault.
 */
package dev.countersign.core.jose;
