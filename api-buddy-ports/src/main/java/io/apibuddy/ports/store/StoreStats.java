package io.apibuddy.ports.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of one domain in a store.
 *
 * @param entries the number of entries
 * @param bytes the bytes of their content before compression
 * @param size the bytes that they take, counted as in {@link PruneLimits#maxBytes}
 * @param expired how many have reached {@link Freshness#discardAt} and are not pinned
 * @param oldest when the oldest entry was committed, null if there is none
 * @param newest when the newest entry was committed, null if there is none
 */
public record StoreStats(
    long entries,
    long bytes,
    long size,
    long expired,
    @Nullable Instant oldest,
    @Nullable Instant newest) {

  /** The statistics of a domain without entries. */
  public static final StoreStats NONE = new StoreStats(0, 0, 0, 0, null, null);

  /** Returns the combined statistics of both domains. */
  public StoreStats plus(StoreStats other) {
    return new StoreStats(
        entries + other.entries,
        bytes + other.bytes,
        size + other.size,
        expired + other.expired,
        earlier(oldest, other.oldest),
        later(newest, other.newest));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }
}
