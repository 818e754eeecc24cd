package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.Millis;
import io.apibuddy.ports.store.local.StoreNotices;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The counts of exchanges in {@code metrics}. */
final class SqliteMetricsJournal implements MetricsJournal {
  private static final long REMOVAL_STEP = 5000;

  /** How many batches may wait for the disk, and how often each is retried, for some minutes. */
  private static final int MAX_WAITING = 64;

  private static final int MAX_TRIES = 2000;

  private final Writer writer;
  private final Readers readers;
  private final StoreNotices notices;
  private int waiting; // confined to the writer's thread

  SqliteMetricsJournal(Writer writer, Readers readers, StoreNotices notices) {
    this.writer = writer;
    this.readers = readers;
    this.notices = notices;
  }

  @Override
  public void append(Collection<MetricsRow> batch) {
    if (batch.isEmpty()) {
      writer.requireOpen();
    } else {
      writer.submit(new Addition(List.copyOf(batch)));
    }
  }

  @Override
  public List<MetricsRow> summarize(Instant from, Instant to) {
    writer.settle();
    return readers.call(
        statements -> {
          PreparedStatement select =
              statements.prepare(
                  "SELECT minute, domain, method, outcome, status_class, count, response_bytes,"
                      + " duration_millis FROM metrics WHERE minute >= ? AND minute < ?"
                      + " ORDER BY minute, domain, method, outcome, status_class");
          select.setLong(1, Millis.of(from));
          select.setLong(2, Millis.of(to));
          return rows(select);
        });
  }

  @Override
  public long removeBefore(Instant before) {
    long removed = 0;
    long step;
    do {
      step = writer.call(statements -> removeSome(statements, before), 0L);
      removed += step;
    } while (step >= REMOVAL_STEP);
    return removed;
  }

  /** Removes all rows of the earliest minutes, as many minutes as make up a step of rows. */
  private static long removeSome(Statements statements, Instant before) throws SQLException {
    PreparedStatement delete =
        statements.prepare(
            "DELETE FROM metrics WHERE minute < ? AND minute <= coalesce((SELECT minute FROM"
                + " metrics ORDER BY minute LIMIT 1 OFFSET ?), ?)");
    delete.setLong(1, Millis.of(before));
    delete.setLong(2, REMOVAL_STEP - 1);
    delete.setLong(3, Long.MAX_VALUE);
    return delete.executeUpdate();
  }

  private static List<MetricsRow> rows(PreparedStatement select) throws SQLException {
    List<MetricsRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new MetricsRow(
                Instant.ofEpochMilli(rows.getLong(1)),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getInt(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8)));
      }
    }
    return found;
  }

  private final class Addition implements Operation {
    private final List<MetricsRow> batch;
    private int tries;

    private Addition(List<MetricsRow> batch) {
      this.batch = batch;
    }

    @Override
    public long bytes() {
      return OVERHEAD + 256L * batch.size();
    }

    @Override
    public void apply(Statements statements) throws SQLException {
      PreparedStatement upsert =
          statements.prepare(
              "INSERT INTO metrics (minute, domain, method, outcome, status_class, count,"
                  + " response_bytes, duration_millis) VALUES (?,?,?,?,?,?,?,?)"
                  + " ON CONFLICT DO UPDATE SET count = count + excluded.count,"
                  + " response_bytes = response_bytes + excluded.response_bytes,"
                  + " duration_millis = duration_millis + excluded.duration_millis");
      for (MetricsRow row : batch) {
        upsert.setLong(1, Millis.of(row.minute()));
        upsert.setString(2, row.domain());
        upsert.setString(3, row.method());
        upsert.setString(4, row.outcome());
        upsert.setInt(5, row.statusClass());
        upsert.setLong(6, row.count());
        upsert.setLong(7, row.responseBytes());
        upsert.setLong(8, row.durationMillis());
        upsert.executeUpdate();
      }
    }

    @Override
    public void committed() {
      waiting -= tries > 0 ? 1 : 0;
    }

    @Override
    public void failed(StoreException failure) {
      waiting -= tries++ > 0 ? 1 : 0;
      if (waiting < MAX_WAITING && tries < MAX_TRIES && writer.retryLater(this, failure)) {
        waiting++;
      } else {
        notices.failed("a batch of counts was not stored", failure);
      }
    }
  }
}
