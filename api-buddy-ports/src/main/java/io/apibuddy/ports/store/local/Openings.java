package io.apibuddy.ports.store.local;

/**
 * The numbers of entries: 23 bits count how often the store was opened, 40 bits the entries since.
 * So a number is never given out twice, and whatever bears an earlier opening's number and was not
 * committed is known to be left over.
 */
public final class Openings {
  private static final int ENTRY_BITS = 40;

  private Openings() {}

  /** Returns the number below all those of an opening. */
  public static long start(long opening) {
    return opening << ENTRY_BITS;
  }

  /** Returns which opening gave a number out. */
  public static long of(long entry) {
    return entry >>> ENTRY_BITS;
  }
}
