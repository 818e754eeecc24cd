package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.local.EntryNumbering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final List<String> TEXTS =
      List.of(
          "", "\0", "\0\0", "\0a", "\1", "a", "a\0", "a\0b", "ab", "b", "\u00e9", "\ud83d\ude00");

  @Test
  void keysSortInTheOrderOfTheirParts() {
    List<byte[]> keys = new ArrayList<>();
    for (String text : TEXTS) {
      for (long number : new long[] {Long.MIN_VALUE, -1, 0, 1, 255, 256, Long.MAX_VALUE}) {
        keys.add(Key.of(text).with(number).bytes());
      }
    }

    for (int i = 1; i < keys.size(); i++) {
      assertThat(Arrays.compareUnsigned(keys.get(i - 1), keys.get(i))).as("%d", i).isNegative();
    }
  }

  @Test
  void prefixRangeContainsTheKeysOfItsTextOnly() {
    for (String text : TEXTS) {
      byte[] from = Key.of(text).bytes();
      byte[] to = Key.afterPrefix(from);
      for (String other : TEXTS) {
        byte[] key = Key.of(other).with(Long.MAX_VALUE).bytes();
        boolean within =
            Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) < 0;

        assertThat(within).as("%s in %s", other, text).isEqualTo(other.equals(text));
      }
    }
  }

  @Test
  void endOfAPrefixRangeCarriesOver() {
    assertThat(Key.afterPrefix(new byte[] {1, 2, (byte) 0xff, (byte) 0xff}))
        .containsExactly(1, 3, 0, 0);
  }

  @Test
  void textAndNumbersCanBeReadBack() {
    for (String text : TEXTS) {
      byte[] key = Key.of(text).with(-7L).with(Long.MAX_VALUE).bytes();

      assertThat(Key.text(key)).isEqualTo(text);
      assertThat(Key.number(key, 0)).isEqualTo(Long.MAX_VALUE);
      assertThat(Key.number(key, Long.BYTES)).isEqualTo(-7);
    }
  }

  @Test
  void placeIsRestoredFromTheEntryId() {
    for (String domain : TEXTS) {
      Place place = new Place(domain, EntryNumbering.start(8_388_607) + 1);

      assertThat(place.id().value()).matches("[0-9a-f]*-[0-9]+");
      assertThat(Place.of(place.id())).contains(place);
    }
  }

  @Test
  void entryIdOfAnotherStoreHasNoPlace() {
    for (String foreign :
        List.of("42", "-", "x-1", "61-", "61-x", "6-1", "61-99999999999999999999")) {
      assertThat(Place.of(new EntryId(foreign))).as(foreign).isEmpty();
    }
  }
}
