package io.apibuddy.ports.store.local;

/**
 * Entry numbers: 23 bits count how often the store was opened, 40 bits count the entries since. No
 * number is ever used twice, and data whose number is of an earlier opening and that was not
 * committed is known to be left over.
 */
public final class EntryNumbering {
  private static final int ENTRY_BITS = 40;

  private EntryNumbering() {}

  /** Returns the number below all entry numbers of an opening. */
  public static long start(long opening) {
    return opening << ENTRY_BITS;
  }

  /** Returns the opening in which an entry number was assigned. */
  public static long of(long entry) {
    return entry >>> ENTRY_BITS;
  }
}
