package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.OpenBodies;
import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Goes once, in steps, through one family's chunks from earlier openings, and deletes those without
 * an entry: the entry was being staged, or a reader kept its content, when a process ended. For use
 * by one thread.
 */
final class OrphanSweep {
  private static final int STEP = 200;

  private final ColumnFamily family;
  private final OpenBodies<Place> openBodies;
  private final long firstOfThisOpening;
  private final Damage damage;
  private byte[] next = new byte[0];
  private boolean done;

  OrphanSweep(
      ColumnFamily chunks, OpenBodies<Place> openBodies, long firstOfThisOpening, Damage damage) {
    this.family = chunks;
    this.openBodies = openBodies;
    this.firstOfThisOpening = firstOfThisOpening;
    this.damage = damage;
  }

  /**
   * Checks the chunks of the next entries; returns whether there are more. Ends at a table that
   * cannot be read: it would only meet the same damage again.
   */
  boolean step(Database database) throws RocksDBException {
    if (!done) {
      try {
        look(database);
      } catch (RocksDBException e) {
        if (RocksErrors.kind(e) != StoreException.Kind.CORRUPT) {
          throw e;
        }
        done = true;
        damage.unreadable(RocksErrors.translate(e));
      }
    }
    return !done;
  }

  private void look(Database database) throws RocksDBException {
    byte[] from = next;
    try (RocksIterator chunks = database.iterate(family);
        Batch batch = database.batch()) {
      for (int i = 0; i < STEP; i++) {
        chunks.seek(from);
        if (!chunks.isValid()) {
          chunks.status();
          done = true;
          break;
        }
        byte[] chunk = chunks.key();
        byte[] entry = Arrays.copyOf(chunk, chunk.length - Long.BYTES);
        from = Key.afterPrefix(entry);
        Place place = new Place(Key.text(entry), Key.number(entry, 0));
        if (isOrphan(database, place, entry)) {
          batch.deleteRange(family, entry, from);
        }
      }
      if (batch.size() > 0) {
        batch.write(Engine.TIMEOUT);
      }
    }
    next = from;
  }

  private boolean isOrphan(Database database, Place place, byte[] entry) throws RocksDBException {
    return place.number() < firstOfThisOpening
        && database.get(ColumnFamily.ENTRIES, entry) == null
        && !openBodies.isRead(place);
  }
}
