package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.local.Openings;

/** The numbers of entries as they are named outside; see {@link Openings}. */
final class EntryNumbers {
  /** A number that no entry ever has. */
  static final long NONE = 0;

  private EntryNumbers() {}

  /** Returns an entry's number, {@link #NONE} if the store never made such a name. */
  static long parse(EntryId id) {
    try {
      return Math.max(NONE, Long.parseLong(id.value()));
    } catch (NumberFormatException foreign) {
      return NONE;
    }
  }
}
