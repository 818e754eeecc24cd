package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.ExponentialBackoff;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.StoredKeys;
import io.apibuddy.ports.time.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads the keys of all entries for the filter {@link StoredKeys} when that is due, some at a time.
 * A reading that fails is started again, less and less often. For use by one thread.
 */
final class KeySweep {
  private static final int STEP = 2048;
  private static final int STEPS_AT_ONCE = 16;
  private static final int DIGEST = 32;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

  private final Parts parts;
  private final ExponentialBackoff backoff;
  private StoredKeys.@Nullable Reading reading;
  private byte[] next = new byte[0];

  KeySweep(Parts parts, Ticker ticker) {
    this.parts = parts;
    this.backoff = new ExponentialBackoff(ticker, PAUSE, MAX_PAUSE);
  }

  /** Reads the next keys, if that is due. */
  void readSome() {
    try {
      if (reading == null && parts.keys().isDue() && backoff.isDue()) {
        reading = begin();
        next = new byte[0];
      }
      for (int i = 0; i < STEPS_AT_ONCE && reading != null; i++) {
        step(reading);
      }
    } catch (StoreException e) {
      giveUp();
    }
  }

  private void step(StoredKeys.Reading begun) {
    if (parts.engine().read(database -> look(database, begun))) {
      begun.end();
      reading = null;
      backoff.succeeded();
    }
  }

  /**
   * Starts a reading between two steps of {@link Mutations}, when the entries of all earlier steps
   * are written. Entries that were accepted and are not written yet come later, so their keys are
   * taken from {@link WriteBehindBuffer}.
   */
  private StoredKeys.Reading begin() {
    return parts
        .mutations()
        .run(
            changes -> {
              long stored = changes.totals().entries();
              return parts.buffer().exclusively(unwritten -> begin(stored, unwritten));
            },
            Engine.TIMEOUT);
  }

  private StoredKeys.Reading begin(long stored, Set<KeyDigest> unwritten) {
    StoredKeys.Reading begun = parts.keys().begin(stored);
    unwritten.forEach(key -> begun.add(key.prefix()));
    return begun;
  }

  private void giveUp() {
    StoredKeys.Reading begun = reading;
    if (begun != null) {
      begun.giveUp();
    }
    reading = null;
    backoff.failed();
  }

  /** Reads the next keys; returns whether these were the last. */
  private boolean look(Database database, StoredKeys.Reading begun) throws RocksDBException {
    try (RocksIterator rows = database.iterate(ColumnFamily.KEYS)) {
      rows.seek(next);
      for (int i = 0; i < STEP && rows.isValid(); i++) {
        byte[] key = rows.key();
        begun.add(ByteBuffer.wrap(key).getLong(key.length - DIGEST));
        next = Arrays.copyOf(key, key.length + 1); // the first key after it
        rows.next();
      }
      if (!rows.isValid()) {
        rows.status();
        return true;
      }
      return false;
    }
  }
}
