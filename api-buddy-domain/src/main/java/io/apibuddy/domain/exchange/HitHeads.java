package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.StoredFacts;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the heads of recent hits. The head of a stored response changes once a second, with
 * {@code Age} and the freshness left. Until then the same object is reused, which the front end may
 * have encoded already. Safe for concurrent use without a lock: the value of a slot is immutable,
 * and a thread that finds another response's builds its own head.
 */
final class HitHeads {

  /** A power of two. Few responses are hit again within a second. */
  private static final int SLOTS = 256;

  /** The longest head that is kept, in characters of names and values. */
  private static final int MAX_LENGTH = 2048;

  private record CachedHead(
      StoredFacts facts, long age, CacheOutcome outcome, long remaining, HitHead head) {}

  private final @Nullable CachedHead[] slots = new @Nullable CachedHead[SLOTS];

  /**
   * Returns the head that was made for such a hit, null if none is kept.
   *
   * @param age of the stored response, in seconds
   */
  @SuppressWarnings("ReferenceEquality") // each stored response keeps its own facts
  @Nullable HitHead find(StoredFacts facts, long age, CacheStatus status) {
    CachedHead cached = slots[slot(facts)];
    boolean same =
        cached != null
            && cached.facts == facts
            && cached.age == age
            && cached.outcome == status.outcome()
            && cached.remaining == status.remainingSeconds()
            && isOrdinary(status);
    return same ? cached.head : null;
  }

  /** Keeps a head for equal hits, unless it is too long. */
  void keep(StoredFacts facts, long age, CacheStatus status, HitHead head) {
    if (isOrdinary(status) && length(head.whole().headers()) <= MAX_LENGTH) {
      slots[slot(facts)] =
          new CachedHead(facts, age, status.outcome(), status.remainingSeconds(), head);
    }
  }

  /** Returns whether a status says nothing of a hit beyond what {@link #find} compares. */
  private static boolean isOrdinary(CacheStatus status) {
    return status.forward() == null && status.detail().isEmpty();
  }

  /** Drops all heads: they are a second old, and may be of responses removed from the store. */
  void clear() {
    Arrays.fill(slots, null);
  }

  private static int length(Headers headers) {
    int length = 0;
    for (int i = 0; i < headers.size(); i++) {
      length += headers.name(i).length() + headers.value(i).length();
    }
    return length;
  }

  private static int slot(StoredFacts facts) {
    return System.identityHashCode(facts) & (SLOTS - 1);
  }
}
