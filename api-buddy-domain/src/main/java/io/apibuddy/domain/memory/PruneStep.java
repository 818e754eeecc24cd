package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import java.util.List;

/** One bounded step of pruning: removes expired entries, then the least recently used ones. */
final class PruneStep {
  private final EntryIndex index;
  private final PruneLimits limits;
  private boolean more;

  PruneStep(EntryIndex index, PruneLimits limits) {
    this.index = index;
    this.limits = limits;
  }

  PruneResult run() {
    int expired = removeExpired();
    int evicted = evict(limits.maxRemovals() - expired);
    return new PruneResult(expired, evicted, more);
  }

  private int removeExpired() {
    List<HeldEntry> found = index.expired(limits.now(), limits.maxRemovals() + 1L);
    more = found.size() > limits.maxRemovals();
    List<HeldEntry> removed = more ? found.subList(0, limits.maxRemovals()) : found;
    removed.forEach(index::remove);
    return removed.size();
  }

  private int evict(int limit) {
    int evicted = 0;
    HeldEntry next = index.leastRecent();
    while (next != null && exceedsLimits()) {
      if (evicted == limit) {
        more = true;
        break;
      }
      index.remove(next);
      evicted++;
      next = index.leastRecent();
    }
    return evicted;
  }

  private boolean exceedsLimits() {
    return index.entries() > limits.maxEntries() || index.bytes() > limits.maxBytes();
  }
}
