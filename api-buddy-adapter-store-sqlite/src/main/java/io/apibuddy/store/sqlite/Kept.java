package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoredResponse;

/**
 * How an entry's content lies in the tables.
 *
 * @param bytes how much room it takes
 * @param coding whether any of it is compressed
 */
record Kept(long bytes, Coding coding) {
  /** Nothing at all. */
  static final Kept NOTHING = new Kept(0, Coding.PLAIN);

  /** How much content a row may hold: with its head it should not outgrow a page. */
  private static final int MOST_IN_ROW = 4096;

  /** Returns the same with one chunk more. */
  Kept plus(Chunk chunk) {
    return new Kept(
        bytes + chunk.data().length, chunk.coding() == Coding.PLAIN ? coding : chunk.coding());
  }

  /** Returns whether it is short enough for the entry's own row, where one look finds it. */
  boolean fitsRow() {
    return bytes > 0 && bytes <= MOST_IN_ROW;
  }

  /** Returns how many bytes the entry takes with all that belongs to it. */
  long size(StoredResponse response) {
    return bytes + response.size() - response.length();
  }
}
