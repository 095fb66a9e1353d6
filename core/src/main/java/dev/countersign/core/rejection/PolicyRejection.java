package dev.countersign.core.rejection;

import dev.countersign.core.oauth.ScopeSet;
import java.util.List;

/** A refusal of the access that a verified assertion requests. */
public sealed interface PolicyRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case ConditionFailed _ -> RejectionCode.POLICY_CONDITION_FAILED;
            case SubjectNotMapped _ -> RejectionCode.POLICY_SUBJECT_NOT_MAPPED;
            case SubjectOfAnother _ -> RejectionCode.POLICY_SUBJECT_NOT_MAPPED;
            case SubjectChanged _ -> RejectionCode.POLICY_SUBJECT_NOT_MAPPED;
            case SubjectBlocked _ -> RejectionCode.POLICY_SUBJECT_BLOCKED;
            case ActorNotAllowed _ -> RejectionCode.POLICY_ACTOR_NOT_ALLOWED;
            case ScopeNotAllowed _ -> RejectionCode.POLICY_SCOPE_NOT_ALLOWED;
            case NoScopeClaimed _ -> RejectionCode.POLICY_SCOPE_NOT_ALLOWED;
            case AdministrativeScopes _ -> RejectionCode.POLICY_SCOPE_NOT_ALLOWED;
            case ScopesOfSeveralResources _ -> RejectionCode.POLICY_SCOPE_NOT_ALLOWED;
            case ResourceNotAllowed _ -> RejectionCode.POLICY_RESOURCE_NOT_ALLOWED;
            case ClaimedResourceNotAllowed _ -> RejectionCode.POLICY_RESOURCE_NOT_ALLOWED;
        };
    }

    /**
     * A condition that gave false, or could not be evaluated.
     *
     * @param condition the registered expression
     * @param outcome its result, such as {@code false} or the error of the evaluation
     */
    record ConditionFailed(String condition, String outcome, String hint) implements PolicyRejection {
        public ConditionFailed(String condition, String outcome) {
            this(condition, outcome, RejectionCode.POLICY_CONDITION_FAILED.remedy());
        }

        @Override
        public Evidence evidence() {
            return new Evidence(condition, outcome, hint);
        }
    }

    /** A subject claim that is absent, empty or not a string. */
    record SubjectNotMapped(String claim, String actual) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a string that is not empty in the claim " + claim, actual, code().remedy());
        }
    }

    /**
     * A subject that belongs to another owner (RFC 9068 §5).
     *
     * @param owner description of the owner
     */
    record SubjectOfAnother(String subject, String owner) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "a subject of this issuer alone",
                    subject + ", which is " + owner,
                    "Set the issuer's subject.mapping to issuer_scoped, so that its subjects cannot meet those of others.");
        }
    }

    /** A subject that differs from that of the first token of the family (RFC 6749 §6). */
    record SubjectChanged(String before, String now) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    before + ", as at the first exchange",
                    now + " by the issuer's name and mapping of now",
                    "Present a fresh assertion: a refresh token does not outlive a change of the subject.");
        }
    }

    /**
     * A subject that is blocked.
     *
     * @param subject as its issuer names it
     */
    record SubjectBlocked(String subject) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a subject that is not blocked", subject, code().remedy());
        }
    }

    /** An actor that the subject token does not name in {@code may_act} (RFC 8693 §4.4). */
    record ActorNotAllowed(String permitted, String actor) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("the actor " + permitted, actor, code().remedy());
        }
    }

    /** A request with no permitted scope. */
    record ScopeNotAllowed(ScopeSet requested, ScopeSet allowed) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("at least one of: " + allowed, requested.toString(), code().remedy());
        }
    }

    /** An assertion without a scope in the claim that limits the scopes for its issuer. */
    record NoScopeClaimed(String claim) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "scopes in the claim " + claim,
                    "none: it is absent, empty, or neither a text nor an array of texts",
                    "Have the issuer put the scopes into the claim, or change scope_claim of the trusted token issuer.");
        }
    }

    /**
     * A request for administration scopes of this server only, by a grant or for an audience for which they are never
     * granted.
     */
    record AdministrativeScopes(ScopeSet requested) implements PolicyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "admin: scopes of the application, by client_credentials and for this server's own audience",
                    requested.toString(),
                    "Ask for admin: scopes with the grant type client_credentials, by an application that has them and "
                            + "whose tokens are meant for this server.");
        }
    }

    /** Scopes defined by more than one of the token's audiences (RFC 9068 §3). */
    record ScopesOfSeveralResources(ScopeSet scopes, List<String> audiences) implements PolicyRejection {
        public ScopesOfSeveralResources {
            audiences = List.copyOf(audiences);
        }

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "scopes of one resource of " + audiences,
                    scopes + ", which belong to different ones",
                    "Ask for one resource at a time, with the resource parameter and its scopes.");
        }
    }

    /** A {@code resource} that is malformed or not one of the application's audiences (RFC 8707 §2). */
    record ResourceNotAllowed(String resource, List<String> allowed) implements PolicyRejection {
        public ResourceNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one of " + allowed, resource, code().remedy());
        }
    }

    /** A resource in an ID-JAG that is not one of the application's audiences (ID-JAG §4.4.1). */
    record ClaimedResourceNotAllowed(String resource, List<String> allowed) implements PolicyRejection {
        public ClaimedResourceNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "resource: one of " + allowed,
                    "resource: " + resource,
                    "Have the identity provider issue the ID-JAG for one of the application's audiences, or add the"
                            + " resource to the audiences.");
        }
    }
}
