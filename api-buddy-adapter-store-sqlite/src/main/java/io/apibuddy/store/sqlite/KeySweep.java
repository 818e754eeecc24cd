package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.AttemptSpacing;
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
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of all rows for {@link StoredKeys} when that is due, step by step between other
 * operations: from the index, which is narrow, in order and the one that look-ups go by. Where it
 * takes many steps it waits until the start is over, which would take a tenth longer with a million
 * keys. A reading that fails is tried again, more and more rarely. For use by the writer's thread.
 */
final class KeySweep {
  private static final int STEP = 4096;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration START = Duration.ofSeconds(2);

  private static final String PLACES =
      "SELECT * FROM"
          + " (SELECT domain, url_hash, substr(cache_key, 1, 8) FROM cache_entries WHERE ";

  private static final String IN_ORDER =
      " ORDER BY domain, url_hash, substr(cache_key, 1, 8) LIMIT " + STEP + ")";

  /**
   * What comes behind a place in the index. Keys that are the same in their first eight bytes are
   * one to {@link StoredKeys} too.
   */
  static final String NEXT =
      PLACES
          + "domain = ? AND url_hash = ? AND substr(cache_key, 1, 8) > ?"
          + IN_ORDER
          + " UNION ALL "
          + PLACES
          + "domain = ? AND url_hash > ?"
          + IN_ORDER
          + " UNION ALL "
          + PLACES
          + "domain > ?"
          + IN_ORDER
          + " LIMIT "
          + STEP;

  static final String SEVERAL_STEPS = "SELECT 1 FROM cache_entries LIMIT 1 OFFSET " + STEP;

  private final Engine engine;
  private final AttemptSpacing spacing;
  private final Ticker ticker;
  private final long opened;
  private boolean underWay;

  KeySweep(Engine engine, Ticker ticker) {
    this.engine = engine;
    this.spacing = new AttemptSpacing(ticker, PAUSE, LONGEST_PAUSE);
    this.ticker = ticker;
    this.opened = ticker.nanos();
  }

  /** Begins to read if that is due. */
  void beginIfDue() {
    if (!underWay && engine.keys().isDue() && spacing.isDue()) {
      underWay = true;
      engine.writer().force(new Beginning());
    }
  }

  private boolean isStarting() {
    return ticker.nanos() - opened < START.toNanos();
  }

  private void begin(long stored) {
    List<StoredKeys.Reading> begun = new ArrayList<>(1);
    List<KeyDigest> pending =
        engine.overlay().pendingAfter(() -> begun.add(engine.keys().begin(stored)));
    StoredKeys.Reading reading = begun.get(0);
    // What leaves the overlay from now on is in the tables, which are read after it.
    pending.forEach(key -> reading.add(key.prefix()));
    engine.writer().force(new Step(reading, Place.START));
  }

  private void failed() {
    underWay = false;
    spacing.failed();
  }

  private void succeeded() {
    underWay = false;
    spacing.succeeded();
  }

  /**
   * A place in the index.
   *
   * @param prefix the key's first eight bytes
   */
  private record Place(String domain, long urlHash, long prefix) {

    /** Before all others: no hash is negative. */
    static final Place START = new Place("", -1, 0);

    /**
     * Gives the keys of the step behind it to {@code keys}; returns the last one's place, null if
     * none comes behind the step.
     */
    @Nullable Place step(Statements statements, LongConsumer keys) throws SQLException {
      try (ResultSet rows = behind(statements)) {
        for (int count = 1; rows.next(); count++) {
          long key = ByteBuffer.wrap(Arrays.copyOf(rows.getBytes(3), Long.BYTES)).getLong();
          keys.accept(key);
          if (count == STEP) {
            return new Place(rows.getString(1), rows.getLong(2), key);
          }
        }
        return null;
      }
    }

    private ResultSet behind(Statements statements) throws SQLException {
      PreparedStatement select = statements.prepare(NEXT);
      select.setString(1, domain);
      select.setLong(2, urlHash);
      select.setBytes(3, ByteBuffer.allocate(Long.BYTES).putLong(prefix).array());
      select.setString(4, domain);
      select.setLong(5, urlHash);
      select.setString(6, domain);
      return select.executeQuery();
    }
  }

  /** Looks how many keys there are. */
  private final class Beginning implements Operation {
    private boolean waits;
    private long stored;

    @Override
    public void apply(Statements statements) throws SQLException {
      waits = isStarting() && Rows.number(statements.prepare(SEVERAL_STEPS)) > 0;
      if (!waits) {
        stored = engine.writer().totals().entries(statements);
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

  /** Reads some of them. */
  private final class Step implements Operation {
    private final StoredKeys.Reading reading;
    private final Place after;
    private @Nullable Place next;

    private Step(StoredKeys.Reading reading, Place after) {
      this.reading = reading;
      this.after = after;
    }

    @Override
    public void apply(Statements statements) throws SQLException {
      next = after.step(statements, reading::add); // done again, it adds nothing
    }

    @Override
    public void committed() {
      Place following = next;
      if (following != null) {
        engine.writer().force(new Step(reading, following));
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
