/**
 * JWTs from text to proof: {@link dev.countersign.core.jwt.UnverifiedJwt} is what was read, a
 * {@link dev.countersign.core.jwt.JwtProfile} holds the rules of one kind, and
 * {@link dev.countersign.core.jwt.VerifiedJwt} is what {@link dev.countersign.core.jwt.JwtVerifier} found to meet them.
 */
package dev.countersign.core.jwt;
