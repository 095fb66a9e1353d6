package dev.countersign.core.grant;

import java.util.List;
import java.util.Optional;

/** The parameters of a token request by name; one without a value counts as absent (RFC 6749 §3.1). */
public interface RequestParameters {
    /** The value of a parameter that may occur once. */
    Optional<String> value(String name);

    /** All values of a parameter, in order. */
    List<String> values(String name);
}
