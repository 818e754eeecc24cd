package io.apibuddy.ports.store.local;

import io.apibuddy.ports.spi.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * What can be set of every store on this process's own files, beside its place.
 *
 * @param maxEntries how many entries may stay, 1 or more
 * @param maxBytes how many bytes may stay, positive, see {@link
 *     io.apibuddy.ports.store.PruneLimits}
 * @param budget how long a caller may wait for its turn, positive
 * @param compression whether bodies that pay for it are compressed
 */
public record LocalStoreSettings(
    long maxEntries, long maxBytes, Duration budget, boolean compression) {
  private static final String ENTRIES = "max_entries";
  private static final String MEGABYTES = "max_size_mb";
  private static final String BUDGET = "store_budget";
  private static final String COMPRESSION = "enable_compression";
  private static final int MEGABYTE_BITS = 20;

  /** The names of the settings. */
  public static final Set<String> NAMES = Set.of(ENTRIES, MEGABYTES, BUDGET, COMPRESSION);

  /** Refuses bounds that leave no room. */
  public LocalStoreSettings {
    positive(ENTRIES, maxEntries);
    positive(MEGABYTES, maxBytes);
    if (budget.isNegative() || budget.isZero()) {
      throw new IllegalArgumentException(BUDGET + ": must be positive, is " + budget);
    }
  }

  /**
   * Reads the settings: 10000 entries, 500 MB, 50 ms and compression unless they say otherwise.
   *
   * @throws IllegalArgumentException if one of them cannot be used; the message names it
   */
  public static LocalStoreSettings read(Settings settings) {
    long megabytes = settings.number(MEGABYTES, 500);
    return new LocalStoreSettings(
        settings.number(ENTRIES, 10_000),
        megabytes > Long.MAX_VALUE >> MEGABYTE_BITS ? Long.MAX_VALUE : megabytes << MEGABYTE_BITS,
        settings.duration(BUDGET, Duration.ofMillis(50)),
        settings.flag(COMPRESSION, true));
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be 1 or more");
    }
  }
}
