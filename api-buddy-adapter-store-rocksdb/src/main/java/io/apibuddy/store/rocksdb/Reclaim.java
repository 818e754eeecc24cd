package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.OpenBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rocksdb.RocksDBException;

/**
 * Deletes unreachable chunks in the background. Chunks that a crash leaves behind are deleted by
 * {@link OrphanSweep}. Safe for concurrent use.
 */
final class Reclaim {
  private static final int STEP = 500;
  private static final int MAX_SINGLE_DELETES = 64;

  /** For how long after a deletion the files that hold only deleted rows are dropped again. */
  private static final long REPEAT_NANOS = Duration.ofSeconds(20).toNanos();

  /** A range of entries whose files were dropped, and when, by {@link System#nanoTime}. */
  private record Dropped(UnreachableChunks entries, long at) {}

  private final OpenBodies<Place> openBodies;
  private final Queue<UnreachableChunks> queue = new ConcurrentLinkedQueue<>();
  private final Queue<Dropped> dropped = new ConcurrentLinkedQueue<>();

  Reclaim(OpenBodies<Place> openBodies) {
    this.openBodies = openBodies;
  }

  /** Queues chunks whose entries are invisible to new readers; never blocks. */
  void add(UnreachableChunks unreachable) {
    if (unreachable.chunks() != 0) {
      queue.add(unreachable);
    }
  }

  /** Deletes queued chunks, for about a second at most; returns whether there are more. */
  boolean drain(Database database) throws RocksDBException {
    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    repeatDrop(database);
    boolean more = step(database, Engine.TIMEOUT);
    while (more && System.nanoTime() - end < 0) {
      more = step(database, Engine.TIMEOUT);
    }
    return more;
  }

  /**
   * Deletes some queued chunks and returns whether there are more.
   *
   * @param timeout how long it may wait while the engine holds up writers
   */
  boolean step(Database database, Duration timeout) throws RocksDBException {
    List<UnreachableChunks> taken = new ArrayList<>();
    try (Batch batch = database.batch()) {
      UnreachableChunks next = queue.poll();
      for (int i = 1; next != null; i++) {
        List<UnreachableChunks> unread = unread(next);
        taken.addAll(unread);
        for (UnreachableChunks part : unread) {
          delete(database, batch, part);
        }
        next = i < STEP ? queue.poll() : null;
      }
      if (batch.size() > 0) {
        batch.write(timeout);
      }
      taken.clear();
    } finally {
      queue.addAll(taken); // try again later
    }
    return !queue.isEmpty();
  }

  /** Drops files again: a compaction in progress may have moved dropped rows to new files. */
  private void repeatDrop(Database database) throws RocksDBException {
    long now = System.nanoTime();
    dropped.removeIf(entries -> now - entries.at() > REPEAT_NANOS);
    for (Dropped entries : dropped) {
      for (ColumnFamily family : entries.entries().families()) {
        dropFiles(database, family, entries.entries());
      }
    }
  }

  private static void dropFiles(
      Database database, ColumnFamily family, UnreachableChunks unreachable)
      throws RocksDBException {
    database.dropFiles(family, from(unreachable), to(unreachable));
  }

  private static byte[] from(UnreachableChunks unreachable) {
    return Key.of(new Place(unreachable.domain(), unreachable.first()));
  }

  private static byte[] to(UnreachableChunks unreachable) {
    return Key.afterPrefix(Key.of(new Place(unreachable.domain(), unreachable.last())));
  }

  private List<UnreachableChunks> unread(UnreachableChunks unreachable) {
    return unreachable.without(
        openBodies.remove(unreachable::covers).stream().map(Place::number).sorted().toList());
  }

  private void delete(Database database, Batch batch, UnreachableChunks unreachable)
      throws RocksDBException {
    Place first = new Place(unreachable.domain(), unreachable.first());
    for (ColumnFamily family : unreachable.families()) {
      if (unreachable.chunks() >= 0 && unreachable.chunks() <= MAX_SINGLE_DELETES) {
        for (long sequence = 0; sequence < unreachable.chunks(); sequence++) {
          batch.delete(family, Chunks.key(first, sequence));
        }
      } else {
        if (!unreachable.isOneEntry()) {
          dropFiles(database, family, unreachable);
        }
        batch.deleteRange(family, from(unreachable), to(unreachable));
      }
    }
    if (!unreachable.isOneEntry()) {
      dropped.add(new Dropped(unreachable, System.nanoTime()));
    }
  }
}
