package dev.countersign.core.rejection;

/** A refusal because of the certificate of the connection (RFC 8705 §2, §3). */
public sealed interface CertificateRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Missing _ -> RejectionCode.CLIENT_CERTIFICATE_MISSING;
            case NothingToBind _ -> RejectionCode.CLIENT_CERTIFICATE_MISSING;
            case Mismatch _ -> RejectionCode.CLIENT_CERTIFICATE_MISMATCH;
            case OfAnotherGrant _ -> RejectionCode.CLIENT_CERTIFICATE_MISMATCH;
        };
    }

    /** No certificate, although the client authenticates with one. */
    record Missing() implements CertificateRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("the certificate of the client", "none", code().remedy());
        }
    }

    /** No certificate from an authenticated client whose tokens are bound to one. */
    record NothingToBind() implements CertificateRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a certificate to which the token is bound", "none", code().remedy());
        }
    }

    /** A certificate that does not authenticate the client. */
    record Mismatch(String expected, String actual) implements CertificateRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(expected, actual, code().remedy());
        }
    }

    /** Another certificate than the one to which the grant is bound, or none. */
    record OfAnotherGrant(String expected, String actual) implements CertificateRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    expected, actual, "Show the certificate of the first request, or begin with a new assertion.");
        }
    }
}
