package io.apibuddy.bootstrap.store;

import static io.apibuddy.ports.contract.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.CacheKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbationQueueTest {
  private static final CacheKey FIRST = key("a", "/1");
  private static final CacheKey SECOND = key("a", "/2");
  private static final CacheKey THIRD = key("a", "/3");

  private final Epochs epochs = new Epochs();
  private final int weight = variants(FIRST).weight();
  private final ProbationQueue probation = new ProbationQueue(2L * weight);

  @Test
  void oldestIsEvictedFirstRegardlessOfReads() {
    probation.add(FIRST, variants(FIRST));
    probation.add(SECOND, variants(SECOND));
    assertThat(probation.get(FIRST)).isNotNull();

    probation.add(THIRD, variants(THIRD));

    assertThat(probation.get(FIRST)).isNull();
    assertThat(probation.get(SECOND)).isNotNull();
    assertThat(probation.get(THIRD)).isNotNull();
  }

  @Test
  void newerVariantsOfAKeyReplaceTheOlder() {
    CachedVariants newer = variants(FIRST);
    probation.add(FIRST, variants(FIRST));
    probation.add(FIRST, newer);
    probation.add(SECOND, variants(SECOND));

    assertThat(probation.get(FIRST)).isSameAs(newer);
  }

  @Test
  void removeTakesOnlyTheGivenVariants() {
    CachedVariants older = variants(FIRST);
    CachedVariants newer = variants(FIRST);
    probation.add(FIRST, older);
    probation.add(FIRST, newer);

    assertThat(probation.remove(FIRST, older)).isFalse();
    assertThat(probation.get(FIRST)).isSameAs(newer);
    assertThat(probation.remove(FIRST, newer)).isTrue();
    assertThat(probation.get(FIRST)).isNull();
  }

  @Test
  void variantsAboveTheCapacityAreNotKeptAndEvictNothing() {
    ProbationQueue small = new ProbationQueue(weight);
    small.add(FIRST, variants(FIRST));
    CacheKey heavy = key("a", "/" + "x".repeat(weight));

    small.add(heavy, variants(heavy));

    assertThat(small.get(heavy)).isNull();
    assertThat(small.get(FIRST)).isNotNull();
  }

  @Test
  void variantsBeyondAReducedCapacityAreEvicted() {
    probation.add(FIRST, variants(FIRST));
    probation.resize(weight - 1L);
    assertThat(probation.get(FIRST)).isNull();

    probation.add(FIRST, variants(FIRST));
    assertThat(probation.get(FIRST)).isNull();
  }

  @Test
  void removeIfRemovesTheMatchingKeys() {
    probation.add(FIRST, variants(FIRST));
    probation.add(SECOND, variants(SECOND));

    probation.removeIf(FIRST::equals);

    assertThat(probation.get(FIRST)).isNull();
    assertThat(probation.get(SECOND)).isNotNull();
  }

  @Test
  void clearMakesRoomAgain() {
    probation.add(FIRST, variants(FIRST));
    probation.clear();
    assertThat(probation.get(FIRST)).isNull();

    probation.add(SECOND, variants(SECOND));
    probation.add(THIRD, variants(THIRD));
    assertThat(probation.get(SECOND)).isNotNull();
  }

  private CachedVariants variants(CacheKey key) {
    return new CachedVariants(key, List.of(), epochs.stamp(epochs.before(key), List.of()));
  }
}
