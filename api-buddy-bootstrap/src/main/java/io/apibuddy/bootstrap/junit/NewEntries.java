package io.apibuddy.bootstrap.junit;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.util.Set;
import java.util.stream.Collectors;

/** The entries that a store has received since a certain moment. Not safe for concurrent use. */
final class NewEntries {
  private static final int PAGE_SIZE = 500;

  private final ResponseStore store;
  private final Set<EntryId> existing;

  /** Starts now: entries that the store holds already are not new. */
  NewEntries(ResponseStore store) {
    this.store = store;
    this.existing = all(store);
  }

  /** Returns whether there are new entries. */
  boolean exist() {
    return !existing.containsAll(all(store));
  }

  /** Removes all but the new entries from the store. */
  void removeExisting() {
    existing.forEach(id -> store.remove(new EntrySelector.ById(id)));
  }

  private static Set<EntryId> all(ResponseStore store) {
    return EntryQuery.first(EntrySelector.ALL, PAGE_SIZE).stream(store::entries)
        .map(StoredResponse::id)
        .collect(Collectors.toSet());
  }
}
