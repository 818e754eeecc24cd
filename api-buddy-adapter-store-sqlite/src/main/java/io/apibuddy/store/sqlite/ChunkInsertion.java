package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;

/** Writes one chunk of a staged entry. */
final class ChunkInsertion implements Operation {
  private final StagedEntry staged;
  private final PendingChunks pending;
  private final long entry;
  private final long sequence;
  private final byte[] data;

  ChunkInsertion(
      StagedEntry staged, PendingChunks pending, long entry, long sequence, byte[] data) {
    this.staged = staged;
    this.pending = pending;
    this.entry = entry;
    this.sequence = sequence;
    this.data = data;
  }

  byte[] data() {
    return data;
  }

  @Override
  public long bytes() {
    return (long) OVERHEAD + data.length;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    EntryChunks.insert(statements, entry, sequence, data);
  }

  @Override
  public void committed() {
    pending.remove(entry, sequence);
  }

  @Override
  public void failed(StoreException failure) {
    staged.chunkFailed(failure);
    pending.remove(entry, sequence);
  }
}
