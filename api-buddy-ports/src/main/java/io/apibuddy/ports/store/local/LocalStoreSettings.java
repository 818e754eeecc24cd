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
 * What can be set of every store on this process's own files, beside its place.
 *
 * @param capacity how much may stay
 * @param budget how long a caller may wait for its turn, positive
 * @param compression whether bodies that pay for it are compressed
 */
public record LocalStoreSettings(StoreCapacity capacity, Duration budget, boolean compression) {
  /** How long a recording may wait for its turn at least. */
  private static final Duration RECORDING = Duration.ofSeconds(10);

  private static final String BUDGET = "store_budget";
  private static final String COMPRESSION = "enable_compression";

  /** The names of the settings. */
  public static final Set<String> NAMES =
      Stream.concat(StoreCapacity.NAMES.stream(), Stream.of(BUDGET, COMPRESSION))
          .collect(Collectors.toUnmodifiableSet());

  /** The default capacity, 50 ms, and compression. */
  public static final LocalStoreSettings DEFAULT =
      new LocalStoreSettings(StoreCapacity.DEFAULT, Duration.ofMillis(50), true);

  /** Refuses a budget in which nobody gets a turn. */
  public LocalStoreSettings {
    if (budget.isNegative() || budget.isZero()) {
      throw new IllegalArgumentException(BUDGET + ": must be positive, is " + budget);
    }
  }

  /**
   * Returns how long whoever stores an entry may wait for its turn. What is pinned may wait longer
   * than the rest: where it is lost, its client gets an error in place of the answer.
   *
   * @param budget how long a caller may wait otherwise
   */
  public static Duration patience(EntryDraft draft, Duration budget) {
    return draft.pinned() ? Extremes.max(budget, RECORDING) : budget;
  }

  /**
   * Reads the settings, of which the {@link #DEFAULT} holds where they say nothing.
   *
   * @throws IllegalArgumentException if one of them cannot be used; the message names it
   */
  public static LocalStoreSettings read(Settings settings) {
    return new LocalStoreSettings(
        StoreCapacity.read(settings),
        settings.duration(BUDGET, DEFAULT.budget),
        settings.flag(COMPRESSION, DEFAULT.compression));
  }
}
