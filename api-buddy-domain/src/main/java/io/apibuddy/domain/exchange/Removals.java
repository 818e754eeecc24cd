package io.apibuddy.domain.exchange;

import io.apibuddy.domain.fill.RequestCollapser;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;

/**
 * Removes responses for good: from the store, and from the fills in flight, which began before and
 * would bring them back. Safe for concurrent use.
 */
record Removals(RequestCollapser collapser, GuardedResponseStore store) {

  /** Keeps the selected answers in flight from being stored or shared. */
  void markOutdated(EntrySelector selector) {
    collapser.markOutdated(selector);
  }

  /**
   * Removes the selected entries durably: entries that were reported as removed must not return
   * after a crash.
   *
   * @return how many visible entries were removed
   * @throws StoreException if the removal is not on disk; the entries may be hidden nevertheless
   */
  long remove(EntrySelector selector) {
    markOutdated(selector);
    return store.clear(selector);
  }
}
