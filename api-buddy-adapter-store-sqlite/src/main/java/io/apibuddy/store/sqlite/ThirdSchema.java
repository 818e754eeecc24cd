package io.apibuddy.store.sqlite;

import java.util.List;

/** The third migration: one index for keys and URLs. */
final class ThirdSchema {
  static final List<String> STATEMENTS =
      List.of(
          "ALTER TABLE cache_entries ADD COLUMN url_hash INTEGER NOT NULL DEFAULT 0",
          "UPDATE cache_entries SET url_hash = url_hash_of(key_method, target)",
          // Keys and URLs are spread over their index: one insertion into a page that holds many
          // costs half as much as two, of which one had the whole URL.
          "DROP INDEX cache_entries_by_key",
          "DROP INDEX cache_entries_by_target",
          "CREATE INDEX cache_entries_by_key ON cache_entries"
              + " (domain, url_hash, substr(cache_key, 1, 8))");

  private ThirdSchema() {}
}
