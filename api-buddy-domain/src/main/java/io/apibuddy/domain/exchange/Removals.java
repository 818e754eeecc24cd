package io.apibuddy.domain.exchange;

import io.apibuddy.domain.fill.RequestCollapser;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;

/**
 * Removes responses for good: from the store, and from among those in flight, which a fetch that
 * began before would otherwise bring back. Safe for concurrent use.
 */
record Removals(RequestCollapser collapser, GuardedResponseStore store) {

  /** Has what is in flight and selected neither stored nor shared. */
  void outdate(EntrySelector selector) {
    collapser.outdate(selector);
  }

  /**
   * Removes what is selected and waits for a bounded time until that is written down: who was told
   * that it has gone must not find it again after a crash.
   *
   * @return how many entries were visible
   * @throws StoreException if the store cannot
   */
  long remove(EntrySelector selector) {
    outdate(selector);
    long removed = store.clear(selector);
    store.settle();
    return removed;
  }
}
