package dev.countersign.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayKeyIndexTest {
    private final ReplayKeyIndex index = new ReplayKeyIndex();

    @Test
    void findsThePlaceOfEveryKeyHoweverManyThereAre() {
        var random = new Random(1);
        List<byte[]> hashes = new ArrayList<>();
        for (int position = 0; position < 10_000; position++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            hashes.add(hash);
            index.add(hash, position);
        }

        for (int position = 0; position < hashes.size(); position++) {
            assertThat(looked(hashes.get(position))).contains(position);
        }
        assertThat(index.size()).isEqualTo(10_000);
    }

    @Test
    void findsAllPlacesOfKeysThatBeginWithTheSameBits() {
        byte[] hash = beginningWith(0x89abcdef);
        for (int position = 0; position < 5_000; position++) {
            index.add(hash, position);
        }

        assertThat(looked(hash)).hasSize(5_000);
        assertThat(looked(beginningWith(0x89abcdee))).isEmpty();
    }

    @Test
    void stopsLookingOnceTheKeyIsFound() {
        byte[] hash = beginningWith(7);
        index.add(hash, 0);
        index.add(hash, 1);
        List<Integer> looked = new ArrayList<>();

        boolean found = index.find(hash, looked::add);

        assertThat(found).isTrue();
        assertThat(looked).hasSize(1);
    }

    @Test
    void givesThePlacesInTheOrderOfTheBytes() {
        index.add(beginningWith(0x89abcdef), 4);
        index.add(beginningWith(3), 0);
        index.add(beginningWith(1), 1);
        index.add(beginningWith(2), 2);
        index.add(beginningWith(1), 3);

        assertThat(index.inOrder()).containsExactly(1, 3, 2, 0, 4);
    }

    @Test
    void hasForgottenEverythingWhenItIsCleared() {
        index.add(beginningWith(3), 0);

        index.clear();

        assertThat(index.size()).isZero();
        assertThat(looked(beginningWith(3))).isEmpty();
        assertThat(index.inOrder()).isEmpty();
    }

    private List<Integer> looked(byte[] hash) {
        List<Integer> looked = new ArrayList<>();
        boolean found = index.find(hash, position -> {
            looked.add(position);
            return false;
        });
        assertThat(found).isFalse();
        return looked;
    }

    private static byte[] beginningWith(int bits) {
        return ByteBuffer.allocate(32).putInt(bits).array();
    }
}
