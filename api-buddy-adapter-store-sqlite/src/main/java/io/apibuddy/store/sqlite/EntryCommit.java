package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Writes an entry's row and its last chunk, and deletes the entry that it replaces. */
final class EntryCommit implements Operation {
  private final Parts parts;
  private final StagedEntry staged;
  private final EntryRow row;
  private final StoredContent storedContent;
  private final long size;
  private final long sequence;
  private final Chunk lastChunk;
  private final LongConsumer stored;
  private final CompletableFuture<Boolean> written = new CompletableFuture<>();
  private List<Long> replaced = List.of();
  private boolean replaces = true;

  /**
   * Creates the operation.
   *
   * @param storedContent how the whole content is stored
   * @param sequence the index of the last chunk
   * @param lastChunk the last chunk, empty for an entry without content
   * @param stored receives the size of the entry in bytes once it is in the tables
   */
  EntryCommit(
      Parts parts,
      StagedEntry staged,
      EntryRow row,
      StoredContent storedContent,
      long sequence,
      Chunk lastChunk,
      LongConsumer stored) {
    this.parts = parts;
    this.staged = staged;
    this.row = row;
    this.storedContent = storedContent;
    this.size = storedContent.size(row.response());
    this.sequence = sequence;
    this.lastChunk = lastChunk;
    this.stored = stored;
  }

  /** Tells the operation, before it is queued, that it replaces no entry. */
  void replacesNothing() {
    replaces = false;
  }

  /**
   * Waits until the entry is in the tables.
   *
   * @throws StoreException if it was not written, or not in time; the write then goes on in the
   *     background
   */
  void await(Duration deadline) {
    Boolean unused = AwaitedOperation.await(written, deadline);
  }

  @Override
  public long bytes() {
    StoredResponse response = row.response();
    long texts = 0;
    for (int i = 0; i < response.response().headers().size(); i++) {
      texts += 2L * response.response().headers().value(i).length();
    }
    Body.Bytes requestBody = response.request().body();
    Body.Bytes content = response.body();
    return 4L * OVERHEAD
        + texts
        + lastChunk.data().length
        + (content == null ? 0 : content.length())
        + (requestBody == null ? 0 : requestBody.length());
  }

  @Override
  public boolean isAwaited() {
    return row.response().pinned();
  }

  @Override
  public boolean storesContent() {
    return true;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    staged.requireChunks();
    if (replaces) {
      replaced = EntryTable.deleteReplaced(statements, row, parts.writer().totals());
    }
    boolean inRow = row.fitsOneChunk() && storedContent.fitsRow();
    if (lastChunk.data().length > 0 && !inRow) {
      EntryChunks.insert(statements, row.id(), sequence, lastChunk);
    }
    EntryTable.insert(statements, row, size, storedContent.coding(), inRow ? lastChunk : null);
    parts.writer().totals().stored(size);
  }

  @Override
  public void committed() {
    forget();
    if (!replaced.isEmpty()) {
      parts.reclaim(replaced);
    }
    stored.accept(size);
    written.complete(true);
  }

  @Override
  public void failed(StoreException failure) {
    forget();
    written.completeExceptionally(failure);
    parts.reclaim(List.of(row.id()));
    parts.notices().failed("a response was not stored", failure);
  }

  private void forget() {
    parts.overlay().settle(row);
    parts.chunks().remove(row.id(), sequence);
  }
}
