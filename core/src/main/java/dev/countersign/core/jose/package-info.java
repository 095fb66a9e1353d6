/**
 * Compact JWS, JSON, keys and signatures: the only package that touches cryptography.
 *
 * <p>Reading is stricter than any library's: what RFC 7515 to 7519 leave to the reader (duplicate members, stray bits,
 * other encodings of the same token) is refused. A refusal is a value; an exception means a fault of ours.
 */
package dev.countersign.core.jose;
