package io.apibuddy.store.sqlite;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The known entries that cannot be deleted because of damage. For use by the writer's thread. */
final class UndeletableEntries {
  private final Set<Long> entries = new HashSet<>();

  void add(Collection<Long> more) {
    entries.addAll(more);
  }

  boolean contains(long entry) {
    return entries.contains(entry);
  }

  /** Returns how many rows to query so that {@code limit} of them can be deleted. */
  long limitFor(int limit) {
    return (long) entries.size() + limit;
  }
}
