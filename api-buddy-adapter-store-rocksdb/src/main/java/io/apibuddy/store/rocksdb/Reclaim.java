package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.OpenBodies;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rocksdb.RocksDBException;

/**
 * Deletes chunks that nobody can find any more, behind the callers' backs; what a crash or a
 * failure prevents is left to {@link OrphanSweep}. Safe for concurrent use.
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
    boolean more = step(database, PATIENCE);
    while (more && System.nanoTime() - end < 0) {
      more = step(database, PATIENCE);
    }
    return more;
  }

  /**
   * Deletes some of what was handed over and returns whether there is more.
   *
   * @param patience how long it may wait while the engine holds up writers
   */
  boolean step(Database database, Duration patience) throws RocksDBException {
    try (Batch batch = database.batch()) {
      Doomed next = queue.poll();
      for (int i = 1; next != null; i++) {
        for (Doomed unread : unread(next)) {
          delete(database, batch, unread);
        }
        next = i < STEP ? queue.poll() : null;
      }
      if (batch.size() > 0) {
        batch.write(patience);
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
