package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.local.EntryNumbering;

/** Converts the names of entries to their numbers; see {@link EntryNumbering}. */
final class EntryNumbers {
  /** A number that no entry has. */
  static final long NONE = 0;

  private EntryNumbers() {}

  /** Returns the number of an entry, {@link #NONE} if the name is not one of this store. */
  static long parse(EntryId id) {
    try {
      return Math.max(NONE, Long.parseLong(id.value()));
    } catch (NumberFormatException foreign) {
      return NONE;
    }
  }
}
