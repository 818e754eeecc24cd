package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What can be set.
 *
 * @param directory where the database lies, absolute
 * @param maxEntries how many entries may stay, 1 or more
 * @param maxBytes how many bytes of content may stay
 * @param budget how long a write may wait for its turn, positive
 */
record RocksDbSettings(Path directory, long maxEntries, long maxBytes, Duration budget) {
  private static final String PATH = "database_path";
  private static final String ENTRIES = "max_entries";
  private static final String MEGABYTES = "max_size_mb";
  private static final String BUDGET = "store_budget";
  private static final int MEGABYTE_BITS = 20;

  /** The names of the settings. */
  static final Set<String> NAMES = Set.of(PATH, ENTRIES, MEGABYTES, BUDGET);

  /** Refuses bounds that leave no room. */
  RocksDbSettings {
    positive(ENTRIES, maxEntries);
    positive(MEGABYTES, maxBytes);
    if (budget.isNegative() || budget.isZero()) {
      throw new IllegalArgumentException(BUDGET + ": must be positive, is " + budget);
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one of them is missing or cannot be used; the message names
   *     it
   */
  static RocksDbSettings read(Settings settings) {
    long megabytes = settings.number(MEGABYTES, 500);
    return new RocksDbSettings(
        directory(settings.text(PATH, "")),
        settings.number(ENTRIES, 10_000),
        megabytes > Long.MAX_VALUE >> MEGABYTE_BITS ? Long.MAX_VALUE : megabytes << MEGABYTE_BITS,
        settings.duration(BUDGET, Duration.ofMillis(50)));
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be 1 or more");
    }
  }

  private static Path directory(String text) {
    if (text.isBlank() || text.startsWith(":")) {
      throw new IllegalArgumentException(PATH + ": must name a directory, is '" + text + "'");
    }
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(PATH + ": " + e.getMessage(), e);
    }
  }
}
