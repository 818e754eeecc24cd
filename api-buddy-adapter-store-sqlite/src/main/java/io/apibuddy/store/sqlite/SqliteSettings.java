package io.apibuddy.store.sqlite;

import io.apibuddy.ports.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What can be set.
 *
 * @param database the file, absolute
 * @param maxEntries how many entries may stay
 * @param maxBytes how many bytes of content may stay
 * @param budget how long a caller may wait for the writer
 */
record SqliteSettings(Path database, long maxEntries, long maxBytes, Duration budget) {
  /** The names of the settings. */
  static final Set<String> NAMES =
      Set.of("database_path", "max_entries", "max_size_mb", "store_budget");

  private static final long MEGABYTE = 1L << 20;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one of them is missing or cannot be used
   */
  static SqliteSettings read(Settings settings) {
    Duration budget = settings.duration("store_budget", Duration.ofMillis(50));
    if (budget.isNegative() || budget.isZero()) {
      throw new IllegalArgumentException("store_budget: must be positive, is " + budget);
    }
    long megabytes = atLeastOne("max_size_mb", settings.number("max_size_mb", 500));
    return new SqliteSettings(
        path(settings.text("database_path", "")),
        atLeastOne("max_entries", settings.number("max_entries", 10_000)),
        megabytes > Long.MAX_VALUE / MEGABYTE ? Long.MAX_VALUE : megabytes * MEGABYTE,
        budget);
  }

  private static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be 1 or more, is " + value);
    }
    return value;
  }

  private static Path path(String text) {
    if (text.isEmpty() || text.startsWith(":")) {
      throw new IllegalArgumentException("database_path: must name a file, is '" + text + "'");
    }
    if (text.contains("?")) {
      throw new IllegalArgumentException(
          "database_path: SQLite's driver cannot open a path with a question mark: " + text);
    }
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      if (path.getFileName() == null) {
        throw new IllegalArgumentException("database_path: must name a file, is '" + text + "'");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("database_path: " + e.getMessage(), e);
    }
  }
}
