package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apibuddy.ports.spi.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalStoreSettingsTest {

  @Test
  void defaultsAreThoseOfTheHandbook() {
    assertThat(LocalStoreSettings.read(Settings.NONE))
        .isEqualTo(new LocalStoreSettings(10_000, 500L << 20, Duration.ofMillis(50), true));
  }

  @Test
  void aHugeSizeSaturates() {
    assertThat(read("max_size_mb", Long.MAX_VALUE).maxBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void unusableValuesAreNamed() {
    Map<String, Object> unusable =
        Map.of("max_entries", 0L, "max_size_mb", -1L, "store_budget", Duration.ZERO);
    unusable.forEach(
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
