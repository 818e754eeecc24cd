package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.ExponentialBackoff;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.StoredKeys;
import io.apibuddy.ports.time.Ticker;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of all rows for {@link StoredKeys} when that is due, in steps between other
 * operations. It reads the index that look-ups use, in its order, because it is narrow. If many
 * steps are needed, it waits until the start is over, which would otherwise take a tenth longer
 * with a million keys. A reading that fails is retried with increasing pauses. For use by the
 * writer's thread.
 */
final class KeySweep {
  private static final int STEP = 4096;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
  private static final Duration START = Duration.ofSeconds(2);

  /**
   * Reads only the first eight bytes of each key; {@link StoredKeys} does not tell keys with the
   * same prefix apart.
   */
  static final String NEXT =
      "SELECT substr(cache_key, 1, 8) FROM cache_entries WHERE substr(cache_key, 1, 8) > ?"
          + " ORDER BY substr(cache_key, 1, 8) LIMIT "
          + STEP;

  static final String SEVERAL_STEPS = "SELECT 1 FROM cache_entries LIMIT 1 OFFSET " + STEP;

  private final Parts parts;
  private final ExponentialBackoff backoff;
  private final Ticker ticker;
  private final long opened;
  private boolean underWay;

  KeySweep(Parts parts, Ticker ticker) {
    this.parts = parts;
    this.backoff = new ExponentialBackoff(ticker, PAUSE, MAX_PAUSE);
    this.ticker = ticker;
    this.opened = ticker.nanos();
  }

  /** Starts a reading if one is due. */
  void beginIfDue() {
    if (!underWay && parts.keys().isDue() && backoff.isDue()) {
      underWay = true;
      parts.writer().force(new Estimate());
    }
  }

  private boolean isStarting() {
    return ticker.nanos() - opened < START.toNanos();
  }

  private void begin(long stored) {
    List<StoredKeys.Reading> begun = new ArrayList<>(1);
    List<KeyDigest> pending =
        parts.overlay().pendingAfter(() -> begun.add(parts.keys().begin(stored)));
    StoredKeys.Reading reading = begun.get(0);
    // The tables are read after this, so they contain whatever leaves the overlay from now on.
    pending.forEach(key -> reading.add(key.prefix()));
    parts.writer().force(new Step(reading, null));
  }

  private void failed() {
    underWay = false;
    backoff.failed();
  }

  private void succeeded() {
    underWay = false;
    backoff.succeeded();
  }

  private static List<Long> read(Statements statements, @Nullable Long after) throws SQLException {
    PreparedStatement select = statements.prepare(NEXT);
    select.setBytes(
        1, after == null ? new byte[0] : ByteBuffer.allocate(Long.BYTES).putLong(after).array());
    List<Long> prefixes = new ArrayList<>(STEP);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        byte[] prefix = rows.getBytes(1);
        prefixes.add(ByteBuffer.wrap(Arrays.copyOf(prefix, Long.BYTES)).getLong());
      }
    }
    return prefixes;
  }

  /** Estimates the number of keys from the first step, since digests are evenly distributed. */
  private static long estimate(List<Long> first) {
    if (first.size() < STEP) {
      return first.size();
    }
    double share = (first.get(STEP - 1) >>> 1) / (double) Long.MAX_VALUE;
    return (long) (STEP / share);
  }

  /** Estimates the number of keys, then starts the reading. */
  private final class Estimate implements Operation {
    private boolean waits;
    private long stored;

    @Override
    public void apply(Statements statements) throws SQLException {
      waits = isStarting() && Rows.number(statements.prepare(SEVERAL_STEPS)) > 0;
      if (!waits) {
        stored = estimate(read(statements, null));
      }
    }

    @Override
    public void committed() {
      if (waits) {
        underWay = false;
      } else {
        begin(stored);
      }
    }

    @Override
    public void failed(StoreException failure) {
      KeySweep.this.failed();
    }
  }

  /** Reads some of the keys. */
  private final class Step implements Operation {
    private final StoredKeys.Reading reading;
    private final @Nullable Long after;
    private List<Long> prefixes = List.of();

    private Step(StoredKeys.Reading reading, @Nullable Long after) {
      this.reading = reading;
      this.after = after;
    }

    @Override
    public void apply(Statements statements) throws SQLException {
      prefixes = read(statements, after);
    }

    @Override
    public void committed() {
      prefixes.forEach(reading::add);
      if (prefixes.size() == STEP) {
        parts.writer().force(new Step(reading, prefixes.get(STEP - 1)));
      } else {
        reading.end();
        succeeded();
      }
    }

    @Override
    public void failed(StoreException failure) {
      reading.giveUp();
      KeySweep.this.failed();
    }
  }
}
