package dev.countersign.core.grant;

import java.util.List;
import java.util.Optional;

/** The parameters of a token request by their names; one that was sent without a value is not there (RFC 6749 §3.1). */
public interface RequestParameters {
    /** The value of a parameter that may be sent once. */
    Optional<String> value(String name);

    /** All values of a parameter, in their order. */
    List<String> values(String name);
}
