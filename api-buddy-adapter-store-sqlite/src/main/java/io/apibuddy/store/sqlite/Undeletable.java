package io.apibuddy.store.sqlite;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Entries that damage keeps in the file, as far as it was met. For use by the writer's thread. */
final class Undeletable {
  private final Set<Long> entries = new HashSet<>();

  void add(Collection<Long> more) {
    entries.addAll(more);
  }

  boolean contains(long entry) {
    return entries.contains(entry);
  }

  /** Returns how many rows to ask for, so that {@code most} of them are others. */
  long andOthers(int most) {
    return (long) entries.size() + most;
  }
}
