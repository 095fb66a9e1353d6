package dev.countersign.core.jose.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class Sha256Test {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void hashesLikeEverybodyElse() {
        assertThat(Sha256.ofUtf8("abc")).hasToString(OF_ABC).isEqualTo(Sha256.of(new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void survivesBeingWrittenAndRead() {
        var hash = Sha256.ofUtf8("abc");

        assertThat(Sha256.fromHex(OF_ABC)).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(Sha256.fromBytes(hash.bytes())).isEqualTo(hash);
        assertThat(hash.hex()).isEqualTo(OF_ABC);
        assertThat(hash).isNotEqualTo(Sha256.ofUtf8("abd")).isNotEqualTo(OF_ABC);
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = Sha256.ofUtf8("abc").bytes();
        var hash = Sha256.fromBytes(bytes);
        bytes[0] = 0;
        hash.bytes()[0] = 0;

        assertThat(hash.hex()).isEqualTo(OF_ABC);
    }

    @Test
    void has32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.fromBytes(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.fromBytes(new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.fromHex("ba78"));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.fromHex("x".repeat(64)));
    }
}
