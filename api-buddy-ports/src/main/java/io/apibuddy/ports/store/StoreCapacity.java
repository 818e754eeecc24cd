package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.Settings;
import java.util.Set;

/**
 * The capacity of a store, read from the settings that all engines share.
 *
 * @param maxEntries how many entries may stay, 1 or more; the least recently used go first
 * @param maxBytes how many bytes may stay, 1 or more, counted as in {@link PruneLimits#maxBytes}
 */
public record StoreCapacity(long maxEntries, long maxBytes) {
  private static final String ENTRIES = "max_entries";
  private static final String MEBIBYTES = "max_size_mb";
  private static final int MEBIBYTE_BITS = 20;

  /**
   * An upper bound of what an entry takes besides its content: its head, the stored request and the
   * trailers.
   */
  private static final long MAX_BESIDES_CONTENT = 256 << 10;

  /** The names of the settings. */
  public static final Set<String> NAMES = Set.of(ENTRIES, MEBIBYTES);

  /** 10,000 entries and 500 MiB. */
  public static final StoreCapacity DEFAULT = new StoreCapacity(10_000, 500L << MEBIBYTE_BITS);

  /** Rejects bounds below 1. */
  public StoreCapacity {
    positive(ENTRIES, maxEntries);
    positive(MEBIBYTES, maxBytes);
  }

  /**
   * Reads the capacity from the settings; {@link #DEFAULT} applies to those without a value.
   *
   * @throws IllegalArgumentException if a setting is invalid; the message names it
   */
  public static StoreCapacity read(Settings settings) {
    return ofMebibytes(
        settings.number(ENTRIES, DEFAULT.maxEntries),
        settings.number(MEBIBYTES, DEFAULT.mebibytes()));
  }

  /**
   * Returns a capacity with its size in MiB. A size whose number of bytes exceeds a {@code long}
   * means no bound.
   *
   * @throws IllegalArgumentException if a bound is below 1; the message names the setting
   */
  public static StoreCapacity ofMebibytes(long maxEntries, long mebibytes) {
    positive(MEBIBYTES, mebibytes);
    return new StoreCapacity(
        maxEntries,
        mebibytes > Long.MAX_VALUE >> MEBIBYTE_BITS ? Long.MAX_VALUE : mebibytes << MEBIBYTE_BITS);
  }

  /** Returns the size in whole MiB. */
  public long mebibytes() {
    return maxBytes >> MEBIBYTE_BITS;
  }

  /**
   * Returns the maximum length of one entry's content in bytes. A longer one would evict all other
   * entries and then itself.
   */
  public long maxContentLength() {
    return maxBytes - Math.min(maxBytes / 4, MAX_BESIDES_CONTENT);
  }

  /** Returns whether that many entries and bytes are within this capacity. */
  public boolean holds(long entries, long bytes) {
    return entries <= maxEntries && bytes <= maxBytes;
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be 1 or more, is " + value);
    }
  }
}
