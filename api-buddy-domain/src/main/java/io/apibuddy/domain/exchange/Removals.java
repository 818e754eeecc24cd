package io.apibuddy.domain.exchange;

import io.apibuddy.domain.fill.RequestCollapser;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.store.EntrySelector;

/**
 * Removes responses for good: from the store, and from among those in flight, which a fetch that
 * began before would otherwise bring back. Safe for concurrent use.
 */
record Removals(RequestCollapser collapser, GuardedResponseStore store) {

  /** Has what is in flight and selected neither stored nor shared. */
  void outdate(EntrySelector selector) {
    collapser.outdate(selector);
  }

  /** Removes what is selected; returns how many entries were visible. */
  long remove(EntrySelector selector) {
    outdate(selector);
    return store.remove(selector);
  }
}
