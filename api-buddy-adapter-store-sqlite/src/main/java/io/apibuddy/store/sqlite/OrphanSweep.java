package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Deletes chunks that a crash left without an entry, step by step. */
final class OrphanSweep implements Operation {
  private static final int STEP = 512;

  private final Writer writer;
  private final long from;
  private final long before;
  private List<Long> orphans = List.of();
  private int seen;
  private long last;

  /** Examines entries after {@code from} and up to {@code before}, the start of an opening. */
  OrphanSweep(Writer writer, long from, long before) {
    this.writer = writer;
    this.from = from;
    this.before = before;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    List<Long> found = new ArrayList<>();
    seen = 0;
    PreparedStatement select =
        statements.prepare(
            "SELECT entry_id, EXISTS (SELECT 1 FROM cache_entries e WHERE e.id = entry_id)"
                + " FROM (SELECT DISTINCT entry_id FROM entry_chunks"
                + " WHERE entry_id > ? AND entry_id <= ? ORDER BY entry_id LIMIT "
                + STEP
                + ")");
    select.setLong(1, from);
    select.setLong(2, before);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        seen++;
        last = rows.getLong(1);
        if (!rows.getBoolean(2)) {
          found.add(last);
        }
      }
    }
    orphans = found;
  }

  @Override
  public void committed() {
    if (!orphans.isEmpty()) {
      writer.force(new Reclaim(writer, orphans));
    }
    if (seen == STEP) {
      writer.force(new OrphanSweep(writer, last, before));
    }
  }

  @Override
  public void failed(StoreException failure) {
    writer.retryLater(this, failure);
  }
}
