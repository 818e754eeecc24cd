package io.apibuddy.ports.store.local;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that all stores in local files share, besides their path.
 *
 * @param capacity how much may be stored
 * @param budget how long a caller may wait for its turn, positive
 * @param compression whether bodies that are worth it are compressed
 */
public record LocalStoreSettings(StoreCapacity capacity, Duration budget, boolean compression) {
  /** How long a recording may wait for its turn at least. */
  private static final Duration MIN_RECORDING_TIMEOUT = Duration.ofSeconds(10);

  private static final String BUDGET = "store_budget";
  private static final String COMPRESSION = "enable_compression";

  /** The names of the settings. */
  public static final Set<String> NAMES =
      Stream.concat(StoreCapacity.NAMES.stream(), Stream.of(BUDGET, COMPRESSION))
          .collect(Collectors.toUnmodifiableSet());

  /** The default capacity, a budget of 50 ms, and compression. */
  public static final LocalStoreSettings DEFAULT =
      new LocalStoreSettings(StoreCapacity.DEFAULT, Duration.ofMillis(50), true);

  /** Rejects a budget that is not positive. */
  public LocalStoreSettings {
    if (budget.isNegative() || budget.isZero()) {
      throw new IllegalArgumentException(BUDGET + ": must be positive, is " + budget);
    }
  }

  /**
   * Returns how long the writer of an entry may wait for its turn. A pinned entry may wait longer
   * than others, because its client gets an error if it is lost.
   *
   * @param budget how long a caller may wait otherwise
   */
  public static Duration writeTimeout(EntryDraft draft, Duration budget) {
    return draft.pinned() ? Extremes.max(budget, MIN_RECORDING_TIMEOUT) : budget;
  }

  /**
   * Reads the settings; {@link #DEFAULT} applies to those without a value.
   *
   * @throws IllegalArgumentException if a setting is invalid; the message names it
   */
  public static LocalStoreSettings read(Settings settings) {
    return new LocalStoreSettings(
        StoreCapacity.read(settings),
        settings.duration(BUDGET, DEFAULT.budget),
        settings.flag(COMPRESSION, DEFAULT.compression));
  }
}
