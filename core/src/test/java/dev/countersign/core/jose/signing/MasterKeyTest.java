package dev.countersign.core.jose.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class MasterKeyTest {

    @Test
    void survivesBeingWrittenAndRead() {
        var key = MasterKey.generate();

        assertThat(MasterKey.ofBase64(key.toBase64())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(MasterKey.ofBase64(" " + key.toBase64() + "\n")).isEqualTo(key);
        assertThat(MasterKey.generate()).isNotEqualTo(key);
    }

    @Test
    void hasExactly32Bytes() {
        assertThat(MasterKey.ofBase64(Base64.getEncoder().encodeToString(new byte[32])))
                .isNotNull();
        for (int length : new int[] {0, 16, 31, 33}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MasterKey.ofBase64(Base64.getEncoder().encodeToString(new byte[length])))
                    .withMessage("The master key has %d bytes, not 32", length);
        }
    }

    @Test
    void repeatsNothingOfATextThatIsNoKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKey.ofBase64("s3cret!"))
                .withMessage("The master key is not base64")
                .withNoCause();
    }

    @Test
    void showsNothingAsText() {
        assertThat(MasterKey.generate()).hasToString("MasterKey[redacted]");
    }
}
