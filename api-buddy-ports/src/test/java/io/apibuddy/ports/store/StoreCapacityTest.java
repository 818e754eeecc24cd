package io.apibuddy.ports.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apibuddy.ports.spi.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreCapacityTest {

  @Test
  void boundThatIsNotSetHasItsDefault() {
    assertThat(StoreCapacity.read(Settings.NONE)).isEqualTo(StoreCapacity.DEFAULT);
    assertThat(read("max_entries", 7L))
        .isEqualTo(new StoreCapacity(7, StoreCapacity.DEFAULT.maxBytes()));
  }

  @Test
  void aSizeIsReadInMebibytes() {
    assertThat(read("max_size_mb", 3L).maxBytes()).isEqualTo(3 << 20);
    assertThat(read("max_size_mb", 3L).mebibytes()).isEqualTo(3);
  }

  @Test
  void sizeThatOverflowsInBytesSaturates() {
    assertThat(read("max_size_mb", Long.MAX_VALUE).maxBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void boundBelowOneIsRefusedByName() {
    Map.of("max_entries", 0L, "max_size_mb", -1L)
        .forEach(
            (name, value) ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(name, value))
                    .withMessage(name + ": must be 1 or more, is " + value));
  }

  @Test
  void capacityHoldsOnlyWhatIsWithinBothBounds() {
    StoreCapacity capacity = new StoreCapacity(2, 10);

    assertThat(capacity.holds(2, 10)).isTrue();
    assertThat(capacity.holds(3, 10)).isFalse();
    assertThat(capacity.holds(2, 11)).isFalse();
  }

  @Test
  void largestContentLeavesRoomForTheRestOfItsEntry() {
    assertThat(new StoreCapacity(1, 100).maxContentLength()).isEqualTo(75);
    assertThat(StoreCapacity.ofMebibytes(1, 1).maxContentLength()).isEqualTo(768 << 10);
    assertThat(StoreCapacity.DEFAULT.maxContentLength()).isEqualTo((500L << 20) - (256 << 10));
  }

  private static StoreCapacity read(String name, long value) {
    return StoreCapacity.read(Settings.of(Map.of(name, value)));
  }
}
