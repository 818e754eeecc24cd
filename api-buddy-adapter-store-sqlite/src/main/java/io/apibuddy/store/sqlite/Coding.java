package io.apibuddy.store.sqlite;

/** What was done to content to make it small. */
enum Coding {
  /** Nothing. */
  PLAIN(0),
  /** Compressed, each chunk for itself (RFC 8878). */
  ZSTD(1);

  private final int mark;

  Coding(int mark) {
    this.mark = mark;
  }

  /** Returns how the tables say it. */
  int mark() {
    return mark;
  }
}
