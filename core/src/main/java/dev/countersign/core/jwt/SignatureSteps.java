package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckOutcome.Passed;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;

/** The steps from a signer to a verified signature, of which the first that is not possible ends the search. */
public enum SignatureSteps {
    KEYS_AVAILABLE(RejectionCode.ISSUER_KEYS_UNAVAILABLE, "The issuer's keys are available"),
    KEY_FOUND(RejectionCode.ASSERTION_KEY_NOT_FOUND, "The issuer has a key for the assertion"),
    KEY_USABLE(RejectionCode.ASSERTION_KEY_UNUSABLE, "The key may be used with the assertion"),
    SIGNATURE_VALID(RejectionCode.ASSERTION_SIGNATURE_INVALID, "The signature is the issuer's");

    private static final SignatureSteps[] ALL = values();

    private final RejectionCode code;
    private final String title;

    SignatureSteps(RejectionCode code, String title) {
        this.code = code;
        this.title = title;
    }

    /**
     * Takes note of each step.
     *
     * @param keyId the {@code kid} that was looked for
     */
    static void note(Ruling<VerificationKey> ruling, Optional<String> keyId, CheckWalk walk) {
        switch (ruling) {
            case Ruling.Granted<VerificationKey>(VerificationKey key) -> {
                for (SignatureSteps step : ALL) {
                    walk.note(step.code, step.title, new Passed(() -> wanted(keyId, step.found(key))));
                }
            }
            case Ruling.Refused<VerificationKey>(Rejection rejection) -> note(rejection, keyId, walk);
        }
    }

    private static void note(Rejection rejection, Optional<String> keyId, CheckWalk walk) {
        boolean failed = false;
        for (SignatureSteps step : ALL) {
            if (step.code == rejection.code()) {
                failed = true;
                walk.note(step.code, step.title, new CheckOutcome.Failed(rejection));
            } else if (failed) {
                walk.skip(step.code, step.title, "there is no key to go on with");
            } else {
                walk.note(step.code, step.title, new Passed(() -> wanted(keyId, "found")));
            }
        }
    }

    /** Takes note that no step can be judged. */
    public static void skip(String reason, CheckWalk walk) {
        for (SignatureSteps step : ALL) {
            walk.skip(step.code, step.title, reason);
        }
    }

    private static Evidence wanted(Optional<String> keyId, String found) {
        String wanted = keyId.map(kid -> "a key for kid " + kid).orElse("a key that fits, because there is no kid");
        return new Evidence(wanted, found, "");
    }

    private String found(VerificationKey key) {
        return this == SIGNATURE_VALID ? "made with " + key.label() : key.label();
    }
}
