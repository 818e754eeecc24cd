package io.apibuddy.domain.exchange;

import io.apibuddy.ports.store.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The fills in flight, so that equal requests make one fetch. Safe for concurrent use. */
final class RequestCollapser {
  private final Map<CacheKey, Fill> leading = new ConcurrentHashMap<>();
  private final Set<Fill> all = ConcurrentHashMap.newKeySet();
  private final AtomicLong settled = new AtomicLong();

  /** A place in an answer in flight. */
  record Place(Fill fill, SpoolReader reader) {}

  /** Returns how many fills have settled so far; see {@link #lead}. */
  long settledCount() {
    return settled.get();
  }

  /** Joins the fill of {@code key}; null if there is none, or it is too late to join. */
  @Nullable Place join(CacheKey key) {
    Fill fill = leading.get(key);
    SpoolReader reader = fill == null ? null : fill.join();
    return fill == null || reader == null ? null : new Place(fill, reader);
  }

  /**
   * Offers a fill for others to join; false if another leads already and can be joined. Who leads
   * after {@link #settledCount} changed since it looked into the store must look again.
   */
  boolean lead(Fill fill) {
    all.add(fill);
    return leading.putIfAbsent(fill.lookup().key(), fill) == null;
  }

  /** Keeps track of a fill that nobody is to join. */
  void alone(Fill fill) {
    all.add(fill);
  }

  /** Lets nobody find a fill any more: its answer is in the store, or never will be. */
  void settle(Fill fill) {
    if (leading.remove(fill.lookup().key(), fill)) {
      settled.incrementAndGet();
    }
  }

  /** Forgets a fill that has ended. */
  void end(Fill fill) {
    settle(fill);
    all.remove(fill);
  }

  /** Gives up all fills. */
  void cancelAll() {
    List<Fill> fills = new ArrayList<>(all);
    fills.forEach(Fill::cancel);
  }
}
