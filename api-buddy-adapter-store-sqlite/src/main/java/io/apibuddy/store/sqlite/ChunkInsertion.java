package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.Chunking;
import java.sql.SQLException;

/** Writes one chunk of a staged entry. */
final class ChunkInsertion implements Operation {
  private final StagedEntry staged;
  private final PendingChunks pending;
  private final long entry;
  private final long sequence;
  private final Chunk chunk;

  ChunkInsertion(
      StagedEntry staged, PendingChunks pending, long entry, long sequence, Chunk chunk) {
    this.staged = staged;
    this.pending = pending;
    this.entry = entry;
    this.sequence = sequence;
    this.chunk = chunk;
  }

  @Override
  public long bytes() {
    // The plain content stays in memory for readers, next to its compressed form.
    return (long) OVERHEAD + Chunking.SIZE + chunk.data().length;
  }

  @Override
  public boolean storesContent() {
    return true;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    EntryChunks.insert(statements, entry, sequence, chunk);
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
