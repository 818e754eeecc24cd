package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes an entry's row and its last chunk, in the place of the one of the same variant. */
final class EntryCommit implements Operation {
  private final Engine engine;
  private final StagedEntry staged;
  private final EntryRow row;
  private final long sequence;
  private final byte[] lastChunk;
  private final LongConsumer stored;
  private List<Long> replaced = List.of();

  /**
   * Prepares the operation.
   *
   * @param sequence the place of the last chunk
   * @param lastChunk its bytes, none for an entry without content
   * @param stored is told the length when the entry is in the tables
   */
  EntryCommit(
      Engine engine,
      StagedEntry staged,
      EntryRow row,
      long sequence,
      byte[] lastChunk,
      LongConsumer stored) {
    this.engine = engine;
    this.staged = staged;
    this.row = row;
    this.sequence = sequence;
    this.lastChunk = lastChunk;
    this.stored = stored;
  }

  /** Returns about what such an operation holds. */
  static long size(EntryRow row, int lastChunk) {
    long texts = 0;
    for (int i = 0; i < row.response().response().headers().size(); i++) {
      texts += 2L * row.response().response().headers().value(i).length();
    }
    var requestBody = row.response().request().body();
    return 4L * OVERHEAD + texts + lastChunk + (requestBody == null ? 0 : requestBody.length());
  }

  @Override
  public long bytes() {
    return size(row, lastChunk.length);
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    staged.requireChunks();
    PreparedStatement replace =
        statements.prepare(
            "DELETE FROM cache_entries WHERE cache_key = ? AND variant = ? RETURNING id");
    replace.setBytes(1, row.key().bytes());
    replace.setString(2, row.response().variant());
    replaced = Rows.ids(replace);
    if (lastChunk.length > 0) {
      EntryChunks.insert(statements, row.id(), sequence, lastChunk);
    }
    EntryTable.insert(statements, row);
  }

  @Override
  public void committed() {
    forget();
    if (!replaced.isEmpty()) {
      engine.reclaim(replaced);
    }
    stored.accept(row.response().length());
  }

  @Override
  public void failed(StoreException failure) {
    forget();
    engine.reclaim(List.of(row.id()));
    engine.notices().failed("a response was not kept", failure);
  }

  private void forget() {
    engine.overlay().settle(row);
    engine.chunks().remove(row.id(), sequence);
  }
}
