package dev.countersign.core.oauth;

import java.util.Arrays;
import java.util.Optional;

/** The identifier of a kind of token in a token exchange (RFC 8693 §3). */
public enum TokenTypeUri {
    ACCESS_TOKEN("access_token"),
    JWT("jwt"),
    ID_TOKEN("id_token"),
    /** An identity assertion authorization grant for another authorization server. */
    ID_JAG("id-jag");

    private static final String PREFIX = "urn:ietf:params:oauth:token-type:";

    private final String word;

    TokenTypeUri(String word) {
        this.word = word;
    }

    /** The value in a request and a response, compared exactly. */
    public String value() {
        return PREFIX + word;
    }

    /** The value without its prefix. */
    public String word() {
        return word;
    }

    /** The type with exactly this value. */
    public static Optional<TokenTypeUri> of(String value) {
        return Arrays.stream(values())
                .filter(type -> type.value().equals(value))
                .findFirst();
    }

    /** The type with exactly this value without the prefix. */
    public static Optional<TokenTypeUri> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
