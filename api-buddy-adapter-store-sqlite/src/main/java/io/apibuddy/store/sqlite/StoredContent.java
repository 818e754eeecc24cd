package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoredResponse;

/**
 * How the content of an entry is stored in the tables.
 *
 * @param bytes the stored size of the content in bytes
 * @param coding whether any of it is compressed
 */
record StoredContent(long bytes, Coding coding) {
  /** No content. */
  static final StoredContent NOTHING = new StoredContent(0, Coding.PLAIN);

  /** The most content that a row holds, in bytes; with its head, the row should fit into a page. */
  private static final int MAX_IN_ROW = 4096;

  /** Returns this with one more chunk. */
  StoredContent plus(Chunk chunk) {
    return new StoredContent(
        bytes + chunk.data().length, chunk.coding() == Coding.PLAIN ? coding : chunk.coding());
  }

  /** Returns whether the content fits into the entry's own row, where one query finds it. */
  boolean fitsRow() {
    return bytes > 0 && bytes <= MAX_IN_ROW;
  }

  /** Returns the total size of the entry in bytes, with this stored size of its content. */
  long size(StoredResponse response) {
    return bytes + response.size() - response.length();
  }
}
