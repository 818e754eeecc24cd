package io.apibuddy.store.rocksdb;

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
import io.apibuddy.ports.time.Extremes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes one entry: stores each chunk of the body when it is full, and the last with the head. */
final class StagedEntry implements EntryWriter {
  private static final int INITIAL_BUFFER = 4096;
  private static final long RETRY_NANOS = Duration.ofMillis(1).toNanos();

  private final Parts parts;
  private final EntryDraft draft;
  private final Tickets.Ticket ticket;
  private final ColumnFamily family;
  private final ReentrantLock lock = new ReentrantLock();
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int filled;
  private long chunks;
  private boolean open = true;
  private boolean broken;
  private boolean accepted; // whoever writes the entry then releases the ticket
  private volatile @Nullable StoredResponse committed;

  StagedEntry(Parts parts, EntryDraft draft) {
    this.parts = parts;
    this.draft = draft;
    this.ticket = parts.tickets().take(draft.key());
    this.family = Chunks.family(draft.response(), parts.compression().getAsBoolean());
  }

  @Override
  public void write(ByteBuffer chunk) {
    lock.lock();
    try {
      requireUsable();
      while (chunk.hasRemaining()) {
        if (filled == Chunking.SIZE) {
          storeChunk();
        }
        int part = Math.min(chunk.remaining(), Chunking.SIZE - filled);
        reserve(filled + part);
        chunk.get(buffer, filled, part);
        filled += part;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    lock.lock();
    try {
      requireUsable();
      long length = chunks * Chunking.SIZE + filled;
      draft.requireLength(length);
      broken = true;
      boolean stored = publish(EntryRecord.of(ticket.place(), draft, completion, length, family));
      end(stored);
      return stored;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<StoredResponse> committed() {
    return Optional.ofNullable(committed);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (open) {
        end(false);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean publish(EntryRecord entry) {
    byte[] rest = Arrays.copyOf(buffer, filled);
    Row lastChunk = filled == 0 ? null : Chunks.row(entry.chunks(), ticket.place(), chunks, rest);
    NewEntry added = new NewEntry(entry, Millis.of(parts.clock().instant()));
    Publication publication = new Publication(ticket, parts.keys(), added, lastChunk);
    boolean stored;
    if (!draft.pinned() && parts.buffer().accepts(entry.response().length())) {
      StoredResponse whole = entry.response().withBody(new Body.Bytes(rest));
      stored = parts.buffer().accept(publication, whole);
      accepted = stored;
    } else {
      parts.quota().makeRoom();
      stored = patiently(turn -> parts.mutations().run(publication, turn));
    }
    if (stored) {
      committed = entry.response();
    }
    return stored;
  }

  private void storeChunk() {
    broken = true;
    Row chunk = Chunks.row(family, ticket.place(), chunks, buffer);
    boolean unused =
        patiently(
            turn ->
                parts
                    .engine()
                    .call(
                        database -> {
                          try (Batch batch = database.batch()) {
                            chunk.put(batch);
                            batch.write(turn);
                            return true;
                          }
                        },
                        turn));
    broken = false;
    chunks++;
    filled = 0;
  }

  /**
   * Runs a change with the time that it may wait. For a recording it is repeated, for a bounded
   * time, while the store is busy: one long wait would occupy a thread of the engine, which readers
   * need, and delay closing.
   */
  private <T> T patiently(Function<Duration, T> change) {
    Duration budget = parts.mutations().budget();
    if (!draft.pinned()) {
      return change.apply(budget);
    }
    Duration turn = Extremes.max(budget, LocalStoreSettings.DEFAULT.budget());
    long timeout = LocalStoreSettings.writeTimeout(draft, budget).toNanos();
    long start = System.nanoTime();
    while (true) {
      try {
        return change.apply(turn);
      } catch (StoreException e) {
        boolean over = System.nanoTime() - start >= timeout;
        if (e.kind() != Kind.BUSY || over || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_NANOS); // BUSY comes at once while the store is being reopened
      }
    }
  }

  private void end(boolean stored) {
    open = false;
    buffer = new byte[0];
    if (!accepted) {
      parts.tickets().release(ticket);
    }
    if (!stored) {
      parts
          .reclaim()
          .add(
              broken
                  ? UnreachableChunks.unknown(ticket.place())
                  : new UnreachableChunks(List.of(family), ticket.place(), chunks));
    }
  }

  private void requireUsable() {
    if (!open) {
      throw new StoreException(Kind.CLOSED, "the entry was committed or closed");
    }
    if (broken) {
      throw new StoreException(Kind.IO, "a part of the entry was lost");
    }
  }

  private void reserve(int size) {
    if (size > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(Chunking.SIZE, Math.max(size, 2 * buffer.length)));
    }
  }
}
