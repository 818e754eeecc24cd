package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.LocalStoreSettings;
import io.apibuddy.ports.store.local.Millis;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Divides a body into chunks and passes each to the writer when it is full. */
final class StagedEntry implements EntryWriter {
  private static final int INITIAL_BUFFER = 4096;

  private final Parts parts;
  private final EntryDraft draft;
  private final Overlay.Staged ticket;
  private final LongConsumer stored;
  private final ReentrantLock lock = new ReentrantLock();
  private byte[] buffer;
  private int filled;
  private long chunks;
  private StoredContent storedContent = StoredContent.NOTHING;
  private boolean open = true;
  private volatile @Nullable StoreException failure;
  private volatile @Nullable StoredResponse committed;

  /**
   * Starts to stage an entry. When it is written, {@code stored} receives its size in bytes, on the
   * writer's thread.
   */
  StagedEntry(Parts parts, EntryDraft draft, LongConsumer stored) {
    this.parts = parts;
    this.draft = draft;
    this.stored = stored;
    this.ticket = parts.overlay().stage(draft.key());
    this.buffer = new byte[firstSize(draft.expectedLength())];
  }

  @Override
  public void write(ByteBuffer chunk) {
    lock.lock();
    try {
      requireOpen();
      requireChunks();
      while (chunk.hasRemaining()) {
        if (filled == Chunking.SIZE) {
          flush();
        }
        int part = Math.min(chunk.remaining(), Chunking.SIZE - filled);
        if (filled + part > buffer.length) {
          int grown = Math.max(filled + part, Math.min(buffer.length * 2, Chunking.SIZE));
          buffer = Arrays.copyOf(buffer, grown);
        }
        chunk.get(buffer, filled, part);
        filled += part;
      }
    } catch (StoreException e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    lock.lock();
    try {
      requireOpen();
      requireChunks();
      long length = length();
      draft.requireLength(length);
      EntryCommit commit = publish(completion, length, takeBuffer());
      open = false;
      if (commit == null) {
        discardChunks();
      } else if (commit.isAwaited()) {
        commit.await(timeout());
      }
      return commit != null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns null if the entry was revoked by a removal. */
  private @Nullable EntryCommit publish(EntryCompletion completion, long length, byte[] lastChunk) {
    long now = Millis.of(parts.clock().instant());
    Chunk chunk = pack(lastChunk);
    EntryRow head = EntryRow.of(ticket.id(), draft, completion, length, now);
    EntryRow row =
        head.fitsOneChunk() ? head.with(head.response().withBody(new Body.Bytes(lastChunk))) : head;
    EntryCommit commit = new EntryCommit(parts, this, row, storedContent, chunks, chunk, stored);
    parts.writer().reserve(commit.bytes(), timeout());
    boolean published = false;
    try {
      if (!row.fitsOneChunk()) {
        parts.chunks().put(ticket.id(), chunks, lastChunk);
      }
      published = parts.overlay().publish(ticket, row, () -> enqueue(row, commit));
    } finally {
      if (!published) {
        parts.chunks().remove(ticket.id(), chunks);
        parts.writer().cancelReservation(commit.bytes());
      }
    }
    if (published) {
      committed = row.response();
    }
    return published ? commit : null;
  }

  @Override
  public Optional<StoredResponse> committed() {
    return Optional.ofNullable(committed);
  }

  private void enqueue(EntryRow row, EntryCommit commit) {
    if (parts.keys().lacks(row.key())) {
      commit.replacesNothing();
    }
    parts.keys().add(row.key()); // first, since the writer may be done before the overlay is
    parts.writer().addReserved(commit);
  }

  private Chunk pack(byte[] content) {
    Chunk chunk = parts.packer().pack(content, draft.response(), length());
    storedContent = storedContent.plus(chunk);
    return chunk;
  }

  private long length() {
    return chunks * Chunking.SIZE + filled;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (open) {
        open = false;
        parts.overlay().abandon(ticket);
        discardChunks();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called by the writer when a chunk was lost. */
  void chunkFailed(StoreException reason) {
    failure = reason;
  }

  /**
   * Checks that no chunk was lost.
   *
   * @throws StoreException if one was
   */
  void requireChunks() {
    StoreException reason = failure;
    if (reason != null) {
      throw reason.rethrowable();
    }
  }

  private void flush() {
    byte[] content = takeBuffer();
    ChunkInsertion insertion =
        new ChunkInsertion(this, parts.chunks(), ticket.id(), chunks, pack(content));
    parts.writer().reserve(insertion.bytes(), timeout());
    parts.chunks().put(ticket.id(), chunks, content);
    parts.writer().addReserved(insertion);
    chunks++;
    filled = 0;
    buffer = new byte[firstSize(remainingLength())];
  }

  private Duration timeout() {
    return LocalStoreSettings.writeTimeout(draft, parts.writer().budget());
  }

  private long remainingLength() {
    long expected = draft.expectedLength();
    return expected < 0 ? Chunking.SIZE : expected - chunks * Chunking.SIZE;
  }

  private byte[] takeBuffer() {
    return filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
  }

  private void discardChunks() {
    if (chunks > 0) {
      parts.writer().force(new Reclaim(parts.writer(), List.of(ticket.id())));
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new StoreException(Kind.CLOSED, "the entry was committed or closed");
    }
  }

  private static int firstSize(long expected) {
    return expected < 0 ? INITIAL_BUFFER : (int) Math.min(Math.max(expected, 0), Chunking.SIZE);
  }
}
