package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The configuration history in {@code config_history}; each of its few writes is awaited. */
final class SqliteConfigHistory implements ConfigHistory {
  private final Writer writer;
  private final Readers readers;

  SqliteConfigHistory(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public ConfigRevision append(Instant at, String author, String document) {
    Instant storedAt = Instant.ofEpochMilli(Millis.of(at));
    long number =
        writer.call(
            statements -> {
              PreparedStatement insert =
                  statements.prepare(
                      "INSERT INTO config_history (changed_at, author, document)"
                          + " VALUES (?,?,?) RETURNING number");
              insert.setLong(1, Millis.of(at));
              insert.setString(2, author);
              insert.setString(3, document);
              long appended = Rows.number(insert);
              PreparedStatement delete =
                  statements.prepare("DELETE FROM config_history WHERE number <= ?");
              delete.setLong(1, appended - MAX_REVISIONS);
              int unused = delete.executeUpdate();
              return appended;
            },
            0L);
    return new ConfigRevision(number, storedAt, author, document);
  }

  @Override
  public List<ConfigRevision> list(int limit) {
    return readers.call(
        statements -> {
          PreparedStatement select =
              statements.prepare(
                  "SELECT number, changed_at, author, document FROM config_history"
                      + " ORDER BY number DESC LIMIT ?");
          select.setInt(1, Math.max(0, limit));
          List<ConfigRevision> revisions = new ArrayList<>();
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              revisions.add(
                  new ConfigRevision(
                      rows.getLong(1),
                      Instant.ofEpochMilli(rows.getLong(2)),
                      rows.getString(3),
                      rows.getString(4)));
            }
          }
          return revisions;
        });
  }
}
