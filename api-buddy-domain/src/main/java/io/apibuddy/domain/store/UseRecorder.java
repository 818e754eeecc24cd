package io.apibuddy.domain.store;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers when stored entries were last used between two reports to the store, so that a hit
 * writes nothing. Safe for concurrent use. Past its bound uses of further entries go unrecorded.
 */
public final class UseRecorder {

  private static final int MOST_ENTRIES = 100_000;

  private final Map<EntryId, Use> uses = new ConcurrentHashMap<>();

  /** Takes note of a use; one that comes while it is reported may go by the one before it. */
  public void record(EntryId id, Instant now) {
    Use use = uses.get(id);
    if (use != null) {
      use.last = now;
    } else if (uses.size() < MOST_ENTRIES) {
      uses.put(id, new Use(now));
    }
  }

  /** Returns and forgets what was recorded. */
  List<Touch> drain() {
    List<Touch> drained = new ArrayList<>(uses.size());
    for (EntryId id : List.copyOf(uses.keySet())) {
      Use use = uses.remove(id);
      if (use != null) {
        drained.add(new Touch(id, use.last));
      }
    }
    return drained;
  }

  /** When an entry was used last. */
  private static final class Use {
    private volatile Instant last;

    Use(Instant first) {
      last = first;
    }
  }
}
