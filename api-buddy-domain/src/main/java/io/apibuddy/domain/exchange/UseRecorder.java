package io.apibuddy.domain.exchange;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts uses of stored entries between two reports to the store, so that a hit writes nothing.
 * Safe for concurrent use. Past its bound uses of further entries go unrecorded.
 */
final class UseRecorder {

  private static final int MOST_ENTRIES = 100_000;

  private record Use(long hits, Instant last) {}

  private final Map<EntryId, Use> uses = new ConcurrentHashMap<>();

  void record(EntryId id, Instant now) {
    if (uses.size() < MOST_ENTRIES || uses.containsKey(id)) {
      uses.merge(id, new Use(1, now), (before, one) -> new Use(before.hits + 1, one.last));
    }
  }

  /** Returns and forgets what was recorded. */
  List<Touch> drain() {
    List<Touch> drained = new ArrayList<>(uses.size());
    for (EntryId id : List.copyOf(uses.keySet())) {
      Use use = uses.remove(id);
      if (use != null) {
        drained.add(new Touch(id, use.hits, use.last));
      }
    }
    return drained;
  }
}
