package io.apibuddy.store.sqlite;

import java.util.List;

/** The second migration: compression, and small content in the entry's own row. */
final class SecondSchema {
  static final List<String> STATEMENTS =
      List.of(
          // Content whose stored form is small; other content is in chunks.
          "ALTER TABLE cache_entries ADD COLUMN body BLOB",
          "ALTER TABLE cache_entries ADD COLUMN body_checksum INTEGER NOT NULL DEFAULT 0",
          // 0: plain, 1: zstd. For an entry in chunks, whether any of them is compressed.
          "ALTER TABLE cache_entries ADD COLUMN coding INTEGER NOT NULL DEFAULT 0",
          "ALTER TABLE entry_chunks ADD COLUMN coding INTEGER NOT NULL DEFAULT 0",
          // The total size of the entry in bytes, with its content as stored.
          "ALTER TABLE cache_entries ADD COLUMN kept INTEGER NOT NULL DEFAULT 0",
          "UPDATE cache_entries SET kept = length",
          "DROP INDEX cache_entries_by_use",
          "CREATE INDEX cache_entries_by_use ON cache_entries (pinned, last_accessed, kept)",
          // Digests are evenly distributed, so every insertion changes another page: the narrower
          // the index, the fewer pages. Queries compare the whole digest too.
          "DROP INDEX cache_entries_by_key",
          "CREATE INDEX cache_entries_by_key ON cache_entries (substr(cache_key, 1, 8))");

  private SecondSchema() {}
}
