package io.apibuddy.domain.memory;

import java.util.Comparator;

/**
 * The position of an entry in a listing: the most similar first, then the newest. As text it is a
 * cursor, which remains valid while entries are added and removed.
 *
 * @param similarity 0 or more
 * @param sequence the entry's sequence number
 */
record EntryPosition(long similarity, long sequence) implements Comparable<EntryPosition> {
  static final EntryPosition BEFORE_ALL = new EntryPosition(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Comparator<EntryPosition> ORDER =
      Comparator.comparingLong(EntryPosition::similarity)
          .thenComparingLong(EntryPosition::sequence)
          .reversed();

  /** Parses the text of {@link #toString}. */
  static EntryPosition parse(String cursor) {
    int hyphen = cursor.indexOf('-');
    if (hyphen < 0) {
      throw new IllegalArgumentException("not a cursor of this store");
    }
    return new EntryPosition(
        Long.parseLong(cursor, 0, hyphen, 10),
        Long.parseLong(cursor, hyphen + 1, cursor.length(), 10));
  }

  @Override
  public int compareTo(EntryPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return similarity + "-" + sequence;
  }
}
