package dev.countersign.core.grant;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;

/** The steps from an issuer to a verified signature, of which the first that is not possible ends the search. */
enum SignatureRows {
    KEYS_AVAILABLE(RejectionCode.ISSUER_KEYS_UNAVAILABLE, "The issuer's keys are available"),
    KEY_FOUND(RejectionCode.ASSERTION_KEY_NOT_FOUND, "The issuer has a key for the assertion"),
    KEY_USABLE(RejectionCode.ASSERTION_KEY_UNUSABLE, "The key may be used with the assertion"),
    SIGNATURE_VALID(RejectionCode.ASSERTION_SIGNATURE_INVALID, "The signature is the issuer's");

    private final RejectionCode code;
    private final String title;

    SignatureRows(RejectionCode code, String title) {
        this.code = code;
        this.title = title;
    }

    static void note(Ruling<VerificationKey> ruling, Optional<String> keyId, Findings findings) {
        String wanted = keyId.map(kid -> "a key for kid " + kid).orElse("a key that fits, because there is no kid");
        switch (ruling) {
            case Ruling.Granted<VerificationKey>(VerificationKey key) -> {
                for (SignatureRows row : values()) {
                    findings.note(row.code, row.title, CheckOutcome.passed(wanted, row.found(key)));
                }
            }
            case Ruling.Refused<VerificationKey>(Rejection rejection) -> note(rejection, wanted, findings);
        }
    }

    private static void note(Rejection rejection, String wanted, Findings findings) {
        boolean failed = false;
        for (SignatureRows row : values()) {
            if (row.code == rejection.code()) {
                failed = true;
                findings.note(row.code, row.title, new CheckOutcome.Failed(rejection));
            } else if (failed) {
                findings.skip(row.code, row.title, "there is no key to go on with");
            } else {
                findings.note(row.code, row.title, CheckOutcome.passed(wanted, "found"));
            }
        }
    }

    static void skip(String reason, Findings findings) {
        for (SignatureRows row : values()) {
            findings.skip(row.code, row.title, reason);
        }
    }

    private String found(VerificationKey key) {
        return this == SIGNATURE_VALID ? "made with " + key.label() : key.label();
    }
}
