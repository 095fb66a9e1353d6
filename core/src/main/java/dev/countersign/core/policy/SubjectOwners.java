package dev.countersign.core.policy;

import dev.countersign.core.issuer.TrustedIssuer;
import java.util.Optional;

/**
 * Who else goes by a subject: applications by their client ids, and the subjects of other issuers by the issuer's name
 * before a colon. Nobody may get a token in their names (RFC 9068 §5, RFC 9700 §4.15).
 */
@FunctionalInterface
public interface SubjectOwners {

    /**
     * Whose the subject is, in words; empty when it is nobody's.
     *
     * @param issuer whose assertion gives the subject
     */
    Optional<String> other(String subject, TrustedIssuer issuer);
}
