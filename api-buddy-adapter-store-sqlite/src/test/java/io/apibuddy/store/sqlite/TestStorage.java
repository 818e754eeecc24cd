package io.apibuddy.store.sqlite;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.LargeStoreSettings;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Opens storages, fills them and queries their files directly. */
final class TestStorage {
  private TestStorage() {}

  static Settings settings(Path file) {
    return LargeStoreSettings.at(file);
  }

  static Settings withoutCompression(Path file) {
    return Settings.of(
        Map.of(
            "database_path",
            file.toString(),
            "enable_compression",
            false,
            "store_budget",
            Duration.ofSeconds(20)));
  }

  static SqliteStorage open(Path file) {
    return open(file, new RecordingNotices());
  }

  static SqliteStorage open(Path file, RecordingNotices notices) {
    Storage storage =
        new SqliteStorageProvider()
            .open(
                new AdapterContext(
                    settings(file), InstantSource.system(), Ticker.system(), notices));
    return (SqliteStorage) storage;
  }

  static CacheKey key(String target) {
    return Entries.key("a", target);
  }

  /** Returns content that is a function of its target. */
  static byte[] content(String target, int length) {
    return Entries.content(length, target.hashCode());
  }

  static EntryDraft draft(String target) {
    return DraftBuilder.draft("a", target)
        .headers(Headers.of("X-Target", target))
        .respondedAt(Instant.now())
        .lifetime(null)
        .build();
  }

  static void store(Storage storage, String target, byte[] content) {
    try (EntryWriter writer = storage.responses().begin(draft(target))) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit(EntryCompletion.PLAIN);
    }
  }

  /** Returns the first line of the engine's query plan for a statement. */
  static String plan(SqliteStorage storage, String sql) {
    return storage
        .readers()
        .call(
            statements -> {
              try (ResultSet row = statements.prepare("EXPLAIN QUERY PLAN " + sql).executeQuery()) {
                row.next();
                return row.getString("detail");
              }
            });
  }

  /** Returns the first column of the first row, as text. */
  static String query(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Runs statements on one connection. */
  static void change(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
