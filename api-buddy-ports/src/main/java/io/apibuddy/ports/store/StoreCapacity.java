package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.Settings;
import java.util.Set;

/**
 * How much may be stored: what every engine reads of its settings, and what the proxy holds it to.
 *
 * @param maxEntries how many entries may stay, 1 or more, least recently used go first
 * @param maxBytes how many bytes may stay, 1 or more, counted as {@link PruneLimits} says
 */
public record StoreCapacity(long maxEntries, long maxBytes) {
  private static final String ENTRIES = "max_entries";
  private static final String MEBIBYTES = "max_size_mb";
  private static final int MEBIBYTE_BITS = 20;

  /** What an entry takes besides its content at most: both heads, the request's, trailers. */
  private static final long MOST_BESIDES_CONTENT = 256 << 10;

  /** The names of the settings. */
  public static final Set<String> NAMES = Set.of(ENTRIES, MEBIBYTES);

  /** 10000 entries, 500 MiB. */
  public static final StoreCapacity DEFAULT = new StoreCapacity(10_000, 500L << MEBIBYTE_BITS);

  /** Refuses what leaves no room. */
  public StoreCapacity {
    positive(ENTRIES, maxEntries);
    positive(MEBIBYTES, maxBytes);
  }

  /**
   * Reads the settings, of which the {@link #DEFAULT} holds where they say nothing.
   *
   * @throws IllegalArgumentException if one of them cannot be used; the message names it
   */
  public static StoreCapacity read(Settings settings) {
    return ofMebibytes(
        settings.number(ENTRIES, DEFAULT.maxEntries),
        settings.number(MEBIBYTES, DEFAULT.mebibytes()));
  }

  /**
   * Returns the capacity with a size in MiB; one that has no number in bytes is no bound.
   *
   * @throws IllegalArgumentException if it leaves no room; the message names the setting
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
   * Returns how long the content of one entry may be, in bytes, so that the entry alone is not more
   * than may stay: nothing would be left of all others, and then not the entry either.
   */
  public long mostContent() {
    return maxBytes - Math.min(maxBytes / 4, MOST_BESIDES_CONTENT);
  }

  /** Returns whether so much may stay. */
  public boolean holds(long entries, long bytes) {
    return entries <= maxEntries && bytes <= maxBytes;
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be 1 or more, is " + value);
    }
  }
}
