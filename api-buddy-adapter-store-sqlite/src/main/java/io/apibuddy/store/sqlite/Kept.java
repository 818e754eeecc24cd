package io.apibuddy.store.sqlite;

/**
 * How an entry's content lies in the tables.
 *
 * @param bytes how much room it takes
 * @param coding whether any of it is compressed
 */
record Kept(long bytes, Coding coding) {
  /** Nothing at all. */
  static final Kept NOTHING = new Kept(0, Coding.PLAIN);

  /** Returns the same with one chunk more. */
  Kept plus(Chunk chunk) {
    return new Kept(
        bytes + chunk.data().length, chunk.coding() == Coding.PLAIN ? coding : chunk.coding());
  }
}
