/**
 * The assertion of the JWT bearer grant, from text to proof: {@link dev.countersign.core.assertion.UnverifiedAssertion}
 * is what was read, {@link dev.countersign.core.assertion.VerifiedAssertion} is what passed every check of
 * {@link dev.countersign.core.assertion.HeaderCheck}, the signature and
 * {@link dev.countersign.core.assertion.ClaimCheck}, in this order.
 */
package dev.countersign.core.assertion;
