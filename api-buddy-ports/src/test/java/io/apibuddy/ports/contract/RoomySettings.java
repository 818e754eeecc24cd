package io.apibuddy.ports.contract;

import io.apibuddy.ports.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Bounds that no test reaches and patience for a busy machine. */
public final class RoomySettings {
  private RoomySettings() {}

  /** Returns them for a store that lies at {@code place}. */
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
