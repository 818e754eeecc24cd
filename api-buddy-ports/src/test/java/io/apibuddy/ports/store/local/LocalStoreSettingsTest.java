package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StoreCapacity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalStoreSettingsTest {

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    assertThat(LocalStoreSettings.read(Settings.NONE))
        .isEqualTo(
            new LocalStoreSettings(
                new StoreCapacity(10_000, 500L << 20), Duration.ofMillis(50), true));
  }

  @Test
  void unusableValuesAreRefusedByName() {
    Map.of("max_entries", 0L, "store_budget", Duration.ZERO)
        .forEach(
            (name, value) ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(name, value))
                    .withMessageStartingWith(name + ":"));
  }

  @Test
  void compressionCanBeSwitchedOff() {
    assertThat(read("enable_compression", false).compression()).isFalse();
  }

  private static LocalStoreSettings read(String name, Object value) {
    return LocalStoreSettings.read(Settings.of(Map.of(name, value)));
  }
}
