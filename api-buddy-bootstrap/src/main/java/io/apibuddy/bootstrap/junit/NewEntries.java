package io.apibuddy.bootstrap.junit;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.util.Set;
import java.util.stream.Collectors;

/** What came into a store after a certain moment; for use by one thread. */
final class NewEntries {
  private static final int PAGE = 500;

  private final ResponseStore store;
  private final Set<EntryId> former;

  /** Begins now: what the store holds already does not count. */
  NewEntries(ResponseStore store) {
    this.store = store;
    this.former = all(store);
  }

  /** Returns whether there are any. */
  boolean exist() {
    return !former.containsAll(all(store));
  }

  /** Removes all others from the store. */
  void removeOthers() {
    former.forEach(id -> store.remove(new EntrySelector.ById(id)));
  }

  private static Set<EntryId> all(ResponseStore store) {
    return EntryQuery.first(EntrySelector.ALL, PAGE).stream(store::entries)
        .map(StoredResponse::id)
        .collect(Collectors.toSet());
  }
}
