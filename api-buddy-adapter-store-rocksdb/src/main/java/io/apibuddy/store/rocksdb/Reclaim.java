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
  private static final int FEW = 64;

  /** How long files with only deleted rows are dropped again. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(20).toNanos();

  /** A range of entries whose files were dropped, and when, by {@link System#nanoTime}. */
  private record Dropped(Doomed entries, long at) {}

  private final OpenBodies<Place> openBodies;
  private final Queue<Doomed> queue = new ConcurrentLinkedQueue<>();
  private final Queue<Dropped> dropped = new ConcurrentLinkedQueue<>();

  Reclaim(OpenBodies<Place> openBodies) {
    this.openBodies = openBodies;
  }

  /** Queues chunks whose entries are invisible to new readers; never blocks. */
  void add(Doomed doomed) {
    if (doomed.chunks() != 0) {
      queue.add(doomed);
    }
  }

  /** Deletes queued chunks, for about a second at most; returns whether there are more. */
  boolean drain(Database database) throws RocksDBException {
    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    dropAgain(database);
    boolean more = step(database, Engine.PATIENCE);
    while (more && System.nanoTime() - end < 0) {
      more = step(database, Engine.PATIENCE);
    }
    return more;
  }

  /**
   * Deletes some queued chunks and returns whether there are more.
   *
   * @param patience how long it may wait while the engine holds up writers
   */
  boolean step(Database database, Duration patience) throws RocksDBException {
    List<Doomed> taken = new ArrayList<>();
    try (Batch batch = database.batch()) {
      Doomed next = queue.poll();
      for (int i = 1; next != null; i++) {
        List<Doomed> unread = unread(next);
        taken.addAll(unread);
        for (Doomed part : unread) {
          delete(database, batch, part);
        }
        next = i < STEP ? queue.poll() : null;
      }
      if (batch.size() > 0) {
        batch.write(patience);
      }
      taken.clear();
    } finally {
      queue.addAll(taken); // try again later
    }
    return !queue.isEmpty();
  }

  /** Drops files again: a compaction in progress may have moved dropped rows to new files. */
  private void dropAgain(Database database) throws RocksDBException {
    long now = System.nanoTime();
    dropped.removeIf(entries -> now - entries.at() > AGAIN_NANOS);
    for (Dropped entries : dropped) {
      for (Family family : entries.entries().families()) {
        dropFiles(database, family, entries.entries());
      }
    }
  }

  private static void dropFiles(Database database, Family family, Doomed doomed)
      throws RocksDBException {
    database.dropFiles(family, from(doomed), to(doomed));
  }

  private static byte[] from(Doomed doomed) {
    return Key.of(new Place(doomed.domain(), doomed.first()));
  }

  private static byte[] to(Doomed doomed) {
    return Key.behind(Key.of(new Place(doomed.domain(), doomed.last())));
  }

  private List<Doomed> unread(Doomed doomed) {
    return doomed.without(
        openBodies.remove(doomed::covers).stream().map(Place::number).sorted().toList());
  }

  private void delete(Database database, Batch batch, Doomed doomed) throws RocksDBException {
    Place first = new Place(doomed.domain(), doomed.first());
    for (Family family : doomed.families()) {
      if (doomed.chunks() >= 0 && doomed.chunks() <= FEW) {
        for (long sequence = 0; sequence < doomed.chunks(); sequence++) {
          batch.delete(family, Chunks.key(first, sequence));
        }
      } else {
        if (!doomed.isOneEntry()) {
          dropFiles(database, family, doomed);
        }
        batch.deleteRange(family, from(doomed), to(doomed));
      }
    }
    if (!doomed.isOneEntry()) {
      dropped.add(new Dropped(doomed, System.nanoTime()));
    }
  }
}
