package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.EntryQuery;

/**
 * Where a page of entries goes on, for stores whose cursors are numbers: below that of an entry, or
 * behind so many of the most alike.
 */
public final class Cursors {
  private Cursors() {}

  /**
   * Returns the number that a query's cursor is; without one, that of the first page.
   *
   * @throws IllegalArgumentException if it is no number of 0 or more
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
