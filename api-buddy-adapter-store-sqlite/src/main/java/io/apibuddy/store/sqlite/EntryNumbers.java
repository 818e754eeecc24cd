package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryId;

/**
 * The numbers of entries: 23 bits count how often the database was opened, 40 bits the entries
 * since. So a number is never given out twice, and whatever bears an earlier opening's number and
 * was not committed is known to be left over.
 */
final class EntryNumbers {
  private static final int ENTRY_BITS = 40;

  /** A number that no entry ever has. */
  static final long NONE = 0;

  private EntryNumbers() {}

  /** Returns the number below all those of an opening. */
  static long start(long opening) {
    return opening << ENTRY_BITS;
  }

  /** Returns which opening gave a number out. */
  static long opening(long entry) {
    return entry >>> ENTRY_BITS;
  }

  /** Returns an entry's number, {@link #NONE} if the store never made such a name. */
  static long parse(EntryId id) {
    try {
      return Math.max(NONE, Long.parseLong(id.value()));
    } catch (NumberFormatException foreign) {
      return NONE;
    }
  }
}
