package io.apibuddy.domain.store;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts uses of stored entries between two reports to the store, so that a hit writes nothing.
 * Safe for concurrent use. Past its bound uses of further entries go unrecorded.
 */
public final class UseRecorder {

  private static final int MOST_ENTRIES = 100_000;

  private final Map<EntryId, Use> uses = new ConcurrentHashMap<>();

  public void record(EntryId id, Instant now) {
    boolean counted = false;
    while (!counted) {
      Use use = uses.get(id);
      counted =
          use != null
              ? use.count(now)
              : uses.size() >= MOST_ENTRIES || uses.putIfAbsent(id, new Use(now)) == null;
    }
  }

  /** Returns and forgets what was recorded. */
  List<Touch> drain() {
    List<Touch> drained = new ArrayList<>(uses.size());
    for (EntryId id : List.copyOf(uses.keySet())) {
      Use use = uses.remove(id);
      if (use != null) {
        drained.add(use.end(id));
      }
    }
    return drained;
  }

  /** The uses of one entry until they are reported. */
  private static final class Use {
    private static final long ENDED = Long.MIN_VALUE;

    private final AtomicLong hits = new AtomicLong(1);
    private volatile Instant last;

    Use(Instant first) {
      last = first;
    }

    /** Returns false if it came too late to be counted here. */
    boolean count(Instant now) {
      last = now;
      return hits.incrementAndGet() > 0;
    }

    Touch end(EntryId id) {
      return new Touch(id, hits.getAndSet(ENDED), last);
    }
  }
}
