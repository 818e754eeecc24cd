package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.store.StoreStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a store holds of several domains together. */
final class Holdings {
  /** Nothing. */
  static final StoreStats NONE = new StoreStats(0, 0, 0, 0, null, null);

  private Holdings() {}

  static StoreStats together(StoreStats one, StoreStats other) {
    return new StoreStats(
        one.entries() + other.entries(),
        one.bytes() + other.bytes(),
        one.expired() + other.expired(),
        one.hits() + other.hits(),
        earlier(one.oldest(), other.oldest()),
        later(one.newest(), other.newest()));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }
}
