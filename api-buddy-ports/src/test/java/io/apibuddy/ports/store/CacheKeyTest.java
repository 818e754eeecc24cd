package io.apibuddy.ports.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheKeyTest {

  private static CacheKey key(List<String> parts, List<String> selected) {
    return new CacheKey(
        parts.get(0),
        parts.get(1),
        parts.get(2),
        parts.get(3),
        parts.get(4),
        parts.get(5),
        parts.get(6),
        selected);
  }

  /** Returns different keys that spread the same one or two letters over their parts. */
  private static List<CacheKey> keysOfTheSameLetters() {
    List<CacheKey> keys = new ArrayList<>();
    keys.add(key(List.of("", "", "", "", "", "", ""), List.of()));
    for (int at = 0; at < 7; at++) {
      for (int and = 0; and < 7; and++) {
        List<String> parts = new ArrayList<>(List.of("", "", "", "", "", "", ""));
        parts.set(at, parts.get(at) + "a");
        parts.set(and, parts.get(and) + "b");
        keys.add(key(parts, List.of()));
      }
      List<String> parts = new ArrayList<>(List.of("", "", "", "", "", "", ""));
      parts.set(at, "a");
      keys.add(key(parts, List.of()));
      keys.add(key(parts, List.of("b")));
      keys.add(key(parts, List.of("b", "")));
      keys.add(key(parts, List.of("", "b")));
    }
    return keys;
  }

  @Test
  void keysThatDifferInAnyPartHaveDifferentDigests() {
    List<CacheKey> keys = keysOfTheSameLetters();
    Set<String> digests = new HashSet<>();
    Set<CacheKey> distinct = new HashSet<>(keys);
    distinct.forEach(key -> digests.add(key.hex()));

    assertThat(distinct).hasSameSizeAs(keys);
    assertThat(digests).hasSameSizeAs(distinct);
  }

  @Test
  void equalPartsMakeEqualKeys() {
    List<CacheKey> once = keysOfTheSameLetters();
    List<CacheKey> again = keysOfTheSameLetters();
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i)).isEqualTo(once.get(i)).hasSameHashCodeAs(once.get(i));
      assertThat(again.get(i).digest()).isEqualTo(once.get(i).digest());
    }
  }

  /** Stores keep this digest on disk: if it changed, no stored entry would be found any more. */
  @Test
  void digestIsTheSameAsInEarlierVersions() {
    String target = "/" + "t".repeat(66_050); // its length has three bytes
    CacheKey key =
        key(
            List.of("d", "https://u", "GET", target, "text/plain", "b0", "c"),
            List.of("Accept", "*/*"));

    assertThat(key.hex())
        .isEqualTo("0fcefa5570145ab756df630a4d97808bc79786d4e5f2a259329a2fdda58b309f");
  }

  @Test
  void digestIsReturnedAsACopy() {
    CacheKey key = keysOfTheSameLetters().get(0);
    String before = key.hex();
    key.digest()[0]++;

    assertThat(key.hex()).isEqualTo(before).hasSize(64).isLowerCase();
  }

  @Test
  void selectedPartsAreCopied() {
    List<String> selected = new ArrayList<>(List.of("a"));
    CacheKey key = key(List.of("", "", "", "", "", "", ""), selected);
    selected.add("b");

    assertThat(key.selected()).containsExactly("a");
  }

  @Test
  void anonymousKeyLacksOnlyTheCredential() {
    List<String> selected = List.of("8", "9");

    assertThat(key(List.of("1", "2", "3", "4", "5", "6", "7"), selected).anonymous())
        .isEqualTo(key(List.of("1", "2", "3", "4", "5", "6", ""), selected));
  }

  @Test
  void toStringOmitsTheCredentialFingerprint() {
    CacheKey key =
        new CacheKey("d", "https://u", "GET", "/t", "", "", "fingerprint", List.of("x", "y"));

    assertThat(key).hasToString("GET d /t");
  }
}
