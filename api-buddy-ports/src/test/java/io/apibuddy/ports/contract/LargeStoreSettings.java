package io.apibuddy.ports.contract;

import io.apibuddy.ports.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Settings with bounds that no test reaches and a long budget for a busy machine. */
public final class LargeStoreSettings {
  private LargeStoreSettings() {}

  /** Returns the settings for a store at {@code place}. */
  public static Settings at(Path place) {
    return Settings.of(
        Map.of(
            "database_path",
            place.toString(),
            "max_entries",
            1_000_000L,
            "max_size_mb",
            10_000L,
            "store_budget",
            Duration.ofSeconds(20)));
  }
}
