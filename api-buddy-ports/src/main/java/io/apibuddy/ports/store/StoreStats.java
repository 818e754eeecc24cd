package io.apibuddy.ports.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds of one domain.
 *
 * @param entries how many entries
 * @param bytes bytes of their content, before compression
 * @param size bytes that they take, as {@link PruneLimits#maxBytes} counts them
 * @param expired how many of them have reached {@link Freshness#discardAt} and are not pinned
 * @param oldest when the oldest was committed, null if there is none
 * @param newest when the newest was committed, null if there is none
 */
public record StoreStats(
    long entries,
    long bytes,
    long size,
    long expired,
    @Nullable Instant oldest,
    @Nullable Instant newest) {

  /** Of a domain that has nothing. */
  public static final StoreStats NONE = new StoreStats(0, 0, 0, 0, null, null);

  /** Returns what is held of both domains together. */
  public StoreStats and(StoreStats other) {
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
