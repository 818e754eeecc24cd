package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the store within its bounds while it fills, in addition to any other pruning. Whenever a
 * part of the bounds was written, the writer evicts the excess in bounded steps. For use by the
 * writer's thread, except {@link #resize}, {@link #pruning} and {@link #deleteBisecting}.
 */
final class Quota {
  private static final int BOUND_DIVISOR = 20;
  private static final int STEP = 1000;

  private final Parts parts;
  private final UndeletableEntries undeletable = new UndeletableEntries();
  private volatile StoreCapacity capacity;
  private long entries;
  private long bytes;
  private boolean stepQueued;

  Quota(Parts parts, StoreCapacity capacity) {
    this.parts = parts;
    this.capacity = capacity;
  }

  /** Sets the capacity from now on, and has the writer evict what exceeds it. */
  void resize(StoreCapacity changed) {
    capacity = changed;
    parts.writer().forceFirst(new Step());
  }

  /** Counts an entry of {@code length} bytes that was written. */
  void stored(long length) {
    entries++;
    bytes += length;
    StoreCapacity held = capacity;
    boolean due =
        entries >= held.maxEntries() / BOUND_DIVISOR || bytes >= held.maxBytes() / BOUND_DIVISOR;
    if (due && (!stepQueued || entries >= STEP)) { // a step may get lost for lack of memory
      entries = 0;
      bytes = 0;
      queueStep();
    }
  }

  private void queueStep() {
    parts.writer().forceFirst(new Step());
    stepQueued = true;
  }

  /** Creates a pruning step. */
  Pruning pruning(PruneLimits limits) {
    return new Pruning(parts.writer().totals(), undeletable, limits);
  }

  /** Deletes as many as possible of the entries that a step chose before damage made it fail. */
  void deleteBisecting(Pruning failed) {
    List<Long> chosen = failed.chosen();
    if (!chosen.isEmpty()) {
      parts.writer().force(new BisectingDeletion(parts, undeletable, chosen));
    }
  }

  private final class Step implements Operation {
    // Expired entries stay: they may still be wanted, for example in mode replay.
    private final Pruning pruning = pruning(PruneLimits.of(Instant.EPOCH, capacity, STEP));
    private boolean more;

    @Override
    public void apply(Statements statements) throws SQLException {
      more = pruning.run(statements).more();
    }

    @Override
    public void committed() {
      stepQueued = false;
      parts.reclaim(pruning.removed());
      if (more) {
        queueStep();
      }
    }

    @Override
    public void failed(StoreException failure) {
      stepQueued = false;
      bytes = capacity.maxBytes(); // the next entry tries again
      if (failure.kind() == StoreException.Kind.CORRUPT) {
        deleteBisecting(pruning);
      }
    }
  }
}
