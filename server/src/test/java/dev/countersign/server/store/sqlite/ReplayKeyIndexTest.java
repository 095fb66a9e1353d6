package dev.countersign.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayKeyIndexTest {
    private final ReplayKeyIndex places = new ReplayKeyIndex();

    @Test
    void findsThePlaceOfEveryKeyHoweverManyThereAre() {
        var random = new Random(1);
        List<byte[]> hashes = new ArrayList<>();
        for (int place = 0; place < 10_000; place++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            hashes.add(hash);
            places.add(hash, place);
        }

        for (int place = 0; place < hashes.size(); place++) {
            assertThat(looked(hashes.get(place))).contains(place);
        }
        assertThat(places.size()).isEqualTo(10_000);
    }

    @Test
    void findsAllPlacesOfKeysThatBeginWithTheSameBits() {
        byte[] hash = beginningWith(0x89abcdef);
        for (int place = 0; place < 5_000; place++) {
            places.add(hash, place);
        }

        assertThat(looked(hash)).hasSize(5_000);
        assertThat(looked(beginningWith(0x89abcdee))).isEmpty();
    }

    @Test
    void stopsLookingOnceTheKeyIsFound() {
        byte[] hash = beginningWith(7);
        places.add(hash, 0);
        places.add(hash, 1);
        List<Integer> looked = new ArrayList<>();

        boolean found = places.find(hash, looked::add);

        assertThat(found).isTrue();
        assertThat(looked).hasSize(1);
    }

    @Test
    void givesThePlacesInTheOrderOfTheBytes() {
        places.add(beginningWith(0x89abcdef), 4);
        places.add(beginningWith(3), 0);
        places.add(beginningWith(1), 1);
        places.add(beginningWith(2), 2);
        places.add(beginningWith(1), 3);

        assertThat(places.inOrder()).containsExactly(1, 3, 2, 0, 4);
    }

    @Test
    void hasForgottenEverythingWhenItIsCleared() {
        places.add(beginningWith(3), 0);

        places.clear();

        assertThat(places.size()).isZero();
        assertThat(looked(beginningWith(3))).isEmpty();
        assertThat(places.inOrder()).isEmpty();
    }

    private List<Integer> looked(byte[] hash) {
        List<Integer> looked = new ArrayList<>();
        boolean found = places.find(hash, place -> {
            looked.add(place);
            return false;
        });
        assertThat(found).isFalse();
        return looked;
    }

    private static byte[] beginningWith(int bits) {
        return ByteBuffer.allocate(32).putInt(bits).array();
    }
}
