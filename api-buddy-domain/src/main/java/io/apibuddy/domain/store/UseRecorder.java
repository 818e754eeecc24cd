package io.apibuddy.domain.store;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records when entries were last used, until the next report to the store, so that a hit writes
 * nothing. Beyond its bound, uses of further entries are not recorded. Safe for concurrent use.
 */
public final class UseRecorder {

  private static final int MAX_ENTRIES = 100_000;

  private final Map<EntryId, Use> uses = new ConcurrentHashMap<>();

  /** Records a use. One that coincides with a report may be lost in favour of the use before it. */
  public void record(EntryId id, Instant now) {
    Use use = uses.get(id);
    if (use != null) {
      use.last = now;
    } else if (uses.size() < MAX_ENTRIES) {
      uses.put(id, new Use(now));
    }
  }

  /** Returns the recorded uses and forgets them. */
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

  /** The last use of an entry. */
  private static final class Use {
    private volatile Instant last;

    Use(Instant first) {
      last = first;
    }
  }
}
