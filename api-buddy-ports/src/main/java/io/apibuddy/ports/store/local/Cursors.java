package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.EntryQuery;

/**
 * Numeric cursors for pages of entries. In a listing by age, the cursor is the number of an entry,
 * and the page continues with lower numbers; in a listing by similarity, it is how many entries
 * came before.
 */
public final class Cursors {
  private Cursors() {}

  /**
   * Returns the number in a query's cursor, or the number for the first page if there is no cursor.
   *
   * @throws IllegalArgumentException if the cursor is not a number of 0 or more
   */
  public static long of(EntryQuery query) {
    String cursor = query.cursor();
    if (cursor == null) {
      return query.similarTo() == null ? Long.MAX_VALUE : 0;
    }
    try {
      long number = Long.parseLong(cursor);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a cursor of this store", e);
    }
    throw new IllegalArgumentException("not a cursor of this store");
  }
}
