package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import java.util.function.Predicate;

/** One bounded step of making room: what is expired first, then the least recently used. */
final class PruneStep {
  private final EntryIndex index;
  private final PruneLimits limits;
  private int removals;
  private boolean more;

  PruneStep(EntryIndex index, PruneLimits limits) {
    this.index = index;
    this.limits = limits;
  }

  PruneResult run() {
    int expired = removeWhile(() -> true, entry -> entry.expired(limits.now()));
    int evicted = removeWhile(this::tooMuch, entry -> !entry.response().pinned());
    return new PruneResult(expired, evicted, more);
  }

  private boolean tooMuch() {
    return index.entries() > limits.maxEntries() || index.bytes() > limits.maxBytes();
  }

  private int removeWhile(Condition condition, Predicate<HeldEntry> removable) {
    int before = removals;
    if (!condition.holds()) {
      return 0;
    }
    for (HeldEntry entry : index.leastRecentFirst()) {
      if (!condition.holds()) {
        break;
      }
      if (removable.test(entry)) {
        if (removals == limits.maxRemovals()) {
          more = true;
          break;
        }
        index.remove(entry);
        removals++;
      }
    }
    return removals - before;
  }

  private interface Condition {
    boolean holds();
  }
}
