package io.apibuddy.store.sqlite;

import java.util.List;

/** The first migration. Times are in milliseconds since 1970 unless noted otherwise. */
final class FirstSchema {
  static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE storage (
            name TEXT PRIMARY KEY,
            value BLOB NOT NULL
          )
          """,
          """
          CREATE TABLE cache_entries (
            id INTEGER PRIMARY KEY,
            cache_key BLOB NOT NULL,
            key_method TEXT NOT NULL,
            variant TEXT NOT NULL,
            domain TEXT NOT NULL,
            upstream TEXT NOT NULL,
            method TEXT NOT NULL,
            target TEXT NOT NULL,
            request_headers BLOB NOT NULL,
            request_body BLOB,
            body_digest TEXT NOT NULL,
            status INTEGER NOT NULL,
            response_headers BLOB NOT NULL,
            requested_at INTEGER NOT NULL,
            responded_at INTEGER NOT NULL,
            lifetime INTEGER,
            discard_at INTEGER NOT NULL,
            pinned INTEGER NOT NULL,
            length INTEGER NOT NULL,
            trailers BLOB NOT NULL,
            attributes BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            access_count INTEGER NOT NULL DEFAULT 0,
            last_accessed INTEGER NOT NULL
          )
          """,
          "CREATE UNIQUE INDEX cache_entries_by_key ON cache_entries (cache_key, variant)",
          "CREATE INDEX cache_entries_by_target ON cache_entries (domain, target, key_method)",
          "CREATE INDEX cache_entries_by_discard ON cache_entries (discard_at) WHERE pinned = 0",
          "CREATE INDEX cache_entries_by_use ON cache_entries (pinned, last_accessed, length)",
          """
          CREATE TABLE entry_chunks (
            entry_id INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            data BLOB NOT NULL
          )
          """,
          "CREATE UNIQUE INDEX entry_chunks_by_place ON entry_chunks (entry_id, sequence)",
          """
          CREATE TABLE removals (
            number INTEGER PRIMARY KEY,
            barrier INTEGER NOT NULL,
            domain TEXT,
            key_method TEXT,
            target TEXT,
            cache_key BLOB,
            entry_id INTEGER
          )
          """,
          """
          CREATE TABLE metrics (
            minute INTEGER NOT NULL,
            domain TEXT NOT NULL,
            method TEXT NOT NULL,
            outcome TEXT NOT NULL,
            status_class INTEGER NOT NULL,
            count INTEGER NOT NULL,
            response_bytes INTEGER NOT NULL,
            duration_millis INTEGER NOT NULL,
            PRIMARY KEY (minute, domain, method, outcome, status_class)
          ) WITHOUT ROWID
          """,
          """
          CREATE TABLE config_history (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            changed_at INTEGER NOT NULL,
            author TEXT NOT NULL,
            document TEXT NOT NULL
          )
          """,
          // Nanoseconds since 1970, because the windows are exact.
          """
          CREATE TABLE throttle_attempts (
            domain TEXT NOT NULL,
            attempted_at INTEGER NOT NULL
          )
          """,
          "CREATE INDEX throttle_attempts_by_time ON throttle_attempts (domain, attempted_at)",
          """
          CREATE TABLE throttle_penalties (
            domain TEXT PRIMARY KEY,
            length INTEGER NOT NULL,
            since INTEGER NOT NULL,
            wait_until INTEGER NOT NULL,
            announced INTEGER NOT NULL
          )
          """);

  private FirstSchema() {}
}
