package dev.countersign.core.jose.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextSealTest {
    private static final String TEXT = "state and nonce é";

    private final MasterKey key = MasterKey.generate();

    @Test
    void everyNodeWithTheMasterKeyOpensTheText() {
        String sealed = key.seal("cookie").seal(TEXT);

        assertThat(MasterKey.ofBase64(key.toBase64()).seal("cookie").open(sealed))
                .hasValue(TEXT);
        assertThat(sealed)
                .matches("[A-Za-z0-9_-]+")
                .isNotEqualTo(key.seal("cookie").seal(TEXT));
    }

    @Test
    void anotherKeyOrPurposeDoesNotOpenIt() {
        String sealed = key.seal("cookie").seal(TEXT);

        assertThat(MasterKey.generate().seal("cookie").open(sealed)).isEmpty();
        assertThat(key.seal("link").open(sealed)).isEmpty();
    }

    @Test
    void aChangedOrForeignTextIsNotOpened() {
        String sealed = key.seal("cookie").seal(TEXT);
        String last = sealed.substring(0, sealed.length() - 2);

        assertThat(key.seal("cookie").open(last)).isEmpty();
        assertThat(key.seal("cookie").open("")).isEmpty();
        assertThat(key.seal("cookie").open("AAAA")).isEmpty();
        assertThat(key.seal("cookie").open("%")).isEmpty();
        assertThat(key.seal("cookie").open((sealed.startsWith("A") ? "B" : "A") + sealed.substring(1)))
                .isEmpty();
    }

    @Test
    void showsNothingAsText() {
        assertThat(key.seal("cookie")).hasToString("TextSeal[redacted]");
    }
}
