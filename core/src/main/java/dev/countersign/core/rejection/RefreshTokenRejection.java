package dev.countersign.core.rejection;

import dev.countersign.core.oauth.FamilyId;
import java.time.Instant;

/** A refusal of a refresh token; the public response is the same for all reasons (RFC 6749 §5.2, §6). */
public sealed interface RefreshTokenRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Unknown _ -> RejectionCode.REFRESH_TOKEN_UNKNOWN;
            case OfAnotherClient _ -> RejectionCode.REFRESH_TOKEN_UNKNOWN;
            case Expired _ -> RejectionCode.REFRESH_TOKEN_EXPIRED;
            case Revoked _ -> RejectionCode.REFRESH_TOKEN_REVOKED;
            case Reused _ -> RejectionCode.REFRESH_TOKEN_REUSED;
        };
    }

    /** A text that is not a refresh token of this server, or one whose family was deleted long after it ended. */
    record Unknown() implements RefreshTokenRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a refresh token on record", "another text", code().remedy());
        }
    }

    /** The refresh token of another application (RFC 6749 §6). */
    record OfAnotherClient(FamilyId family, String owner) implements RefreshTokenRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "a refresh token of this application",
                    "one of family " + family + ", which was given to " + owner,
                    "Find out how this application got the refresh token; revoke the token if that was not intended.");
        }
    }

    /** A refresh token that has expired. */
    record Expired(FamilyId family, Instant at) implements RefreshTokenRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "a refresh token that has not ended", "family " + family + " ended at " + at, code().remedy());
        }
    }

    /** A refresh token that was revoked. */
    record Revoked(FamilyId family) implements RefreshTokenRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "a refresh token that is not revoked", "family " + family + " is revoked", code().remedy());
        }
    }

    /** A refresh token that was exchanged before (RFC 9700 §4.14.2). */
    record Reused(FamilyId family) implements RefreshTokenRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "the newest refresh token of its family",
                    "one that was exchanged before; family " + family + " is revoked now",
                    code().remedy());
        }
    }
}
