package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.StoredFacts;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Heads of the latest hits. Those of one stored response differ once in a second, by {@code Age}
 * and by the rest of its freshness; until then the same head can be given, which its front end may
 * have encoded already. Safe for concurrent use, without a lock: a slot's value is immutable, and
 * who finds another response's makes a head of his own.
 */
final class HitHeads {

  /** What is asked for again and again is little; a power of two. */
  private static final int SLOTS = 256;

  /** What a slot holds stays small, too: characters of names and values. */
  private static final int LONGEST = 2048;

  private record Made(
      StoredFacts facts, long age, CacheOutcome outcome, long remaining, HitHead head) {}

  private final @Nullable Made[] slots = new @Nullable Made[SLOTS];

  /**
   * Returns the head that was made for such a hit, null if none is known.
   *
   * @param age of the stored response, in seconds
   */
  @SuppressWarnings("ReferenceEquality") // facts are of one stored response, which keeps them
  @Nullable HitHead find(StoredFacts facts, long age, CacheStatus status) {
    Made made = slots[slot(facts)];
    boolean same =
        made != null
            && made.facts == facts
            && made.age == age
            && made.outcome == status.outcome()
            && made.remaining == status.remainingSeconds()
            && isOrdinary(status);
    return same ? made.head : null;
  }

  /** Keeps a head for hits like this one, but for a large one. */
  void keep(StoredFacts facts, long age, CacheStatus status, HitHead head) {
    if (isOrdinary(status) && length(head.whole().headers()) <= LONGEST) {
      slots[slot(facts)] = new Made(facts, age, status.outcome(), status.remainingSeconds(), head);
    }
  }

  /** Whether all that a status says of a hit is what heads are told apart by. */
  private static boolean isOrdinary(CacheStatus status) {
    return status.forward() == null && status.detail().isEmpty();
  }

  /** Forgets all: their second is over, and what was removed from the store is to be gone. */
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
