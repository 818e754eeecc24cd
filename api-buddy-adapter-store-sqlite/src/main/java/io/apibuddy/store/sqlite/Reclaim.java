package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;
import java.util.List;

/** Deletes the chunks of removed entries, step by step. */
final class Reclaim implements Operation {
  private final Writer writer;
  private final List<Long> entries;
  private boolean more;

  Reclaim(Writer writer, List<Long> entries) {
    this.writer = writer;
    this.entries = entries;
  }

  @Override
  public long bytes() {
    return OVERHEAD + 24L * entries.size();
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    more = EntryChunks.deleteSome(statements, entries);
  }

  @Override
  public void committed() {
    if (more) {
      writer.force(this);
    } else {
      writer.freed();
    }
  }

  @Override
  public void failed(StoreException failure) {
    writer.retryLater(this, failure);
  }
}
