package io.apibuddy.store.sqlite;

/** How stored content is encoded. */
enum Coding {
  /** Not compressed. */
  PLAIN(0),
  /** Compressed with Zstandard (RFC 8878), each chunk separately. */
  ZSTD(1);

  private final int mark;

  Coding(int mark) {
    this.mark = mark;
  }

  /** Returns the value in the tables. */
  int mark() {
    return mark;
  }
}
