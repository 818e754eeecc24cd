package io.apibuddy.domain.exchange;

import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** Removes what an unsafe request has made untrue, but no recording. Safe for concurrent use. */
final class Invalidator {
  private static final int PAGE = 100;

  private final Removals removals;
  private final GuardedResponseStore store;

  Invalidator(Removals removals, GuardedResponseStore store) {
    this.removals = removals;
    this.store = store;
  }

  /**
   * Removes the stored responses of one URL and method.
   *
   * @param recording whether recordings may be on their way into the store
   */
  void remove(EntrySelector.ByTarget untrue, boolean recording) {
    if (recording) {
      removeEach(untrue);
      return;
    }
    removals.outdate(untrue);
    if (store.lacks(untrue)) {
      return;
    }
    if (holdsRecording(untrue)) {
      removeEach(untrue);
    } else {
      store.remove(untrue); // in one step, those on their way into the store included
    }
  }

  /** Returns whether {@link #remove} has to ask the store, which may take a while. */
  boolean asksStore(EntrySelector.ByTarget untrue, boolean recording) {
    return recording || !store.lacks(untrue);
  }

  private boolean holdsRecording(EntrySelector.ByTarget untrue) {
    @Nullable String cursor = null;
    do {
      EntryPage page = store.entries(new EntryQuery(untrue, null, cursor, PAGE));
      if (page.entries().stream().anyMatch(StoredResponse::pinned)) {
        return true;
      }
      cursor = page.next();
    } while (cursor != null);
    return false;
  }

  private void removeEach(EntrySelector.ByTarget untrue) {
    @Nullable String cursor = null;
    do {
      EntryPage page = store.entries(new EntryQuery(untrue, null, cursor, PAGE));
      for (StoredResponse stored : page.entries()) {
        if (!stored.pinned()) {
          store.remove(new EntrySelector.ById(stored.id()));
        }
      }
      cursor = page.next();
    } while (cursor != null);
  }
}
