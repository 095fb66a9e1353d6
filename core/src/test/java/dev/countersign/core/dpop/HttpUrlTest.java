package dev.countersign.core.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.countersign.core.Spec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tests of the normal form of URLs. */
class HttpUrlTest {

    @Test
    @Spec("RFC 3986 §6.2")
    void givesEquivalentUrlsOneForm() {
        assertThat(HttpUrl.normalized("HTTP://Example.COM:80/a/./b/../c/%7euser%2f?x#y"))
                .contains("http://example.com/a/c/~user%2F");
        assertThat(HttpUrl.normalized("https://example.com")).contains("https://example.com/");
        assertThat(HttpUrl.normalized("https://example.com/../..")).contains("https://example.com/");
        assertThat(HttpUrl.normalized("https://example.com:8443/a/b/..")).contains("https://example.com:8443/a/");
        assertThat(HttpUrl.normalized("https://[2001:DB8::1]/a")).contains("https://[2001:db8::1]/a");
    }

    @Test
    void readsNoOtherUrl() {
        assertThat(HttpUrl.normalized("ftp://example.com/")).isEmpty();
        assertThat(HttpUrl.normalized("https:///a")).isEmpty();
        assertThat(HttpUrl.normalized("mailto:a@example.com")).isEmpty();
        assertThat(HttpUrl.normalized("https://user:secret@example.com/")).isEmpty();
    }

    @Property
    void neverFailsAndIsStable(@ForAll String text) {
        assertThatCode(() -> HttpUrl.normalized("https://example.com/" + text)
                        .ifPresent(once -> assertThat(HttpUrl.normalized(once)).contains(once)))
                .doesNotThrowAnyException();
    }
}
