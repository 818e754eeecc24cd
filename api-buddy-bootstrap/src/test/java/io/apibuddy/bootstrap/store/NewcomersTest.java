package io.apibuddy.bootstrap.store;

import static io.apibuddy.ports.contract.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.CacheKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewcomersTest {
  private static final CacheKey FIRST = key("a", "/1");
  private static final CacheKey SECOND = key("a", "/2");
  private static final CacheKey THIRD = key("a", "/3");

  private final Epochs epochs = new Epochs();
  private final int weight = shelf(FIRST).weight();
  private final Newcomers newcomers = new Newcomers(2L * weight);

  @Test
  void theOldestGoesFirstHoweverOftenItIsLookedAt() {
    newcomers.add(FIRST, shelf(FIRST));
    newcomers.add(SECOND, shelf(SECOND));
    assertThat(newcomers.get(FIRST)).isNotNull();

    newcomers.add(THIRD, shelf(THIRD));

    assertThat(newcomers.get(FIRST)).isNull();
    assertThat(newcomers.get(SECOND)).isNotNull();
    assertThat(newcomers.get(THIRD)).isNotNull();
  }

  @Test
  void aNewerShelfOfTheSameKeyOutlivesTheOlder() {
    Shelf newer = shelf(FIRST);
    newcomers.add(FIRST, shelf(FIRST));
    newcomers.add(FIRST, newer);
    newcomers.add(SECOND, shelf(SECOND));

    assertThat(newcomers.get(FIRST)).isSameAs(newer);
  }

  @Test
  void onlyTheShelfThatIsMeantIsRemoved() {
    Shelf older = shelf(FIRST);
    Shelf newer = shelf(FIRST);
    newcomers.add(FIRST, older);
    newcomers.add(FIRST, newer);

    assertThat(newcomers.remove(FIRST, older)).isFalse();
    assertThat(newcomers.get(FIRST)).isSameAs(newer);
    assertThat(newcomers.remove(FIRST, newer)).isTrue();
    assertThat(newcomers.get(FIRST)).isNull();
  }

  @Test
  void whatIsTooMuchAloneIsNotKeptAndPushesNothingOut() {
    Newcomers small = new Newcomers(weight);
    small.add(FIRST, shelf(FIRST));
    CacheKey heavy = key("a", "/" + "x".repeat(weight));

    small.add(heavy, shelf(heavy));

    assertThat(small.get(heavy)).isNull();
    assertThat(small.get(FIRST)).isNotNull();
  }

  @Test
  void whatBecomesTooMuchIsForgotten() {
    newcomers.add(FIRST, shelf(FIRST));
    newcomers.resize(weight - 1L);
    assertThat(newcomers.get(FIRST)).isNull();

    newcomers.add(FIRST, shelf(FIRST));
    assertThat(newcomers.get(FIRST)).isNull();
  }

  @Test
  void whatIsUnwantedIsForgotten() {
    newcomers.add(FIRST, shelf(FIRST));
    newcomers.add(SECOND, shelf(SECOND));

    newcomers.removeIf(FIRST::equals);

    assertThat(newcomers.get(FIRST)).isNull();
    assertThat(newcomers.get(SECOND)).isNotNull();
  }

  @Test
  void afterAllWasForgottenThereIsRoomAgain() {
    newcomers.add(FIRST, shelf(FIRST));
    newcomers.clear();
    assertThat(newcomers.get(FIRST)).isNull();

    newcomers.add(SECOND, shelf(SECOND));
    newcomers.add(THIRD, shelf(THIRD));
    assertThat(newcomers.get(SECOND)).isNotNull();
  }

  private Shelf shelf(CacheKey key) {
    return new Shelf(key, List.of(), epochs.stamp(epochs.before(key), List.of()));
  }
}
