package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.OpenBodies;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rocksdb.RocksDBException;

/**
 * Deletes chunks that nobody can find any more, behind the callers' backs; what a crash or a
 * failure prevents is left to {@link OrphanSweep}. {@link #add} is safe for concurrent use.
 */
final class Reclaim {
  private static final int STEP = 500;
  private static final int FEW = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final OpenBodies<Place> openBodies;
  private final Queue<Doomed> queue = new ConcurrentLinkedQueue<>();

  Reclaim(OpenBodies<Place> openBodies) {
    this.openBodies = openBodies;
  }

  /** Hands over chunks whose entries are invisible to new readers; never waits. */
  void add(Doomed doomed) {
    if (doomed.chunks() != 0) {
      queue.add(doomed);
    }
  }

  /** Deletes what was handed over, for a second at most; returns whether there is more. */
  boolean drain(Database database) throws RocksDBException {
    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    boolean more = step(database);
    while (more && System.nanoTime() - end < 0) {
      more = step(database);
    }
    return more;
  }

  /** Deletes some of what was handed over and returns whether there is more. */
  boolean step(Database database) throws RocksDBException {
    try (Batch batch = database.batch()) {
      for (int i = 0; i < STEP && !queue.isEmpty(); i++) {
        for (Doomed unread : unread(queue.remove())) {
          delete(database, batch, unread);
        }
      }
      if (batch.size() > 0) {
        batch.write(PATIENCE);
      }
    }
    return !queue.isEmpty();
  }

  private List<Doomed> unread(Doomed doomed) {
    return doomed.without(
        openBodies.remove(doomed::covers).stream().map(Place::number).sorted().toList());
  }

  private static void delete(Database database, Batch batch, Doomed doomed)
      throws RocksDBException {
    Place first = new Place(doomed.domain(), doomed.first());
    byte[] from = Key.of(first);
    byte[] to = Key.behind(Key.of(new Place(doomed.domain(), doomed.last())));
    for (Family family : doomed.families()) {
      if (doomed.chunks() >= 0 && doomed.chunks() <= FEW) {
        for (long sequence = 0; sequence < doomed.chunks(); sequence++) {
          batch.delete(family, Chunks.key(first, sequence));
        }
      } else {
        if (!doomed.isOneEntry()) {
          database.dropFiles(family, from, to);
        }
        batch.deleteRange(family, from, to);
      }
    }
  }
}
