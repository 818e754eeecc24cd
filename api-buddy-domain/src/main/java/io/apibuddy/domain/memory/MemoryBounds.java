package io.apibuddy.domain.memory;

import io.apibuddy.ports.spi.Settings;

/**
 * How much the responses may take.
 *
 * @param entries how many entries
 * @param bytes bytes of content, request bodies and fields
 */
record MemoryBounds(long entries, long bytes) {
  private static final String MAX_ENTRIES = "max_entries";
  private static final String MAX_SIZE_MB = "max_size_mb";
  private static final long MEGABYTE = 1L << 20;

  static MemoryBounds of(Settings settings) {
    long megabytes = positive(settings, MAX_SIZE_MB, 500);
    if (megabytes > Long.MAX_VALUE / MEGABYTE) {
      throw new IllegalArgumentException(MAX_SIZE_MB + " is too large: " + megabytes);
    }
    return new MemoryBounds(positive(settings, MAX_ENTRIES, 10_000), megabytes * MEGABYTE);
  }

  boolean hold(long someEntries, long someBytes) {
    return someEntries <= entries && someBytes <= bytes;
  }

  private static long positive(Settings settings, String name, long fallback) {
    long value = settings.number(name, fallback);
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, is " + value);
    }
    return value;
  }
}
