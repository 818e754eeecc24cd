package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Properties of the key filters: no false negatives, few false positives. */
class KeyFilterProperties {
  private static final int QUESTIONS = 5_000;

  @Property(tries = 300, seed = "1")
  void addedKeyIsNeverDenied(
      @ForAll Set<Long> keys, @ForAll @IntRange(min = 1, max = 300) int capacity) {
    KeyFilter filter = new KeyFilter(capacity);
    keys.forEach(filter::add);

    assertThat(keys).allMatch(filter::mightContain);
  }

  @Property(tries = 20, seed = "2")
  void fullFilterHasFewerThanThreePercentFalsePositives(
      @ForAll long seed, @ForAll @IntRange(min = 1_000, max = 20_000) int capacity) {
    Random random = new Random(seed);
    KeyFilter filter = new KeyFilter(capacity);
    random.longs(capacity).forEach(filter::add);
    LongStream others = random.longs(QUESTIONS);

    assertThat(others.filter(filter::mightContain).count()).isLessThan(QUESTIONS * 3 / 100);
  }

  @Property(tries = 20, seed = "3")
  void growingFilterDeniesNoAddedKeyAndHasFewFalsePositives(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 5) int doublings) {
    Random random = new Random(seed);
    GrowingKeyFilter filter = new GrowingKeyFilter(500);
    long[] keys = random.longs(500L << doublings).toArray();
    for (long key : keys) {
      filter.add(key);
    }

    assertThat(LongStream.of(keys).allMatch(filter::mightContain)).isTrue();
    assertThat(filter.hasGrown()).isEqualTo(doublings > 0);
    assertThat(random.longs(QUESTIONS).filter(filter::mightContain).count())
        .isLessThan(QUESTIONS * 3L * (doublings + 1) / 100);
  }
}
