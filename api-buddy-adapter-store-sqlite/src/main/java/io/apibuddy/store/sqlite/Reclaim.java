package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Deletes the chunks of entries that have gone, step by step. */
final class Reclaim implements Operation {
  private final Writer writer;
  private final List<Long> entries;
  private List<Long> left = List.of();

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
    left = new ArrayList<>(entries);
    boolean more = false;
    while (!more && !left.isEmpty()) {
      more = EntryChunks.deleteSome(statements, left.get(0));
      if (!more) {
        left.remove(0);
      }
    }
  }

  @Override
  public void committed() {
    if (left.isEmpty()) {
      writer.freed();
    } else {
      writer.force(new Reclaim(writer, left));
    }
  }

  @Override
  public void failed(StoreException failure) {
    writer.later(this, failure);
  }
}
