package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Holds the configured bounds while the store fills, whoever prunes it besides: when a part of the
 * bounds has been written, the writer removes what is too much, in bounded steps. For use by the
 * writer's thread but for {@link #resize}, {@link #pruning} and {@link #salvage}.
 */
final class Quota {
  private static final int LEAST_INTERVAL = 500;
  private static final int PART = 20;
  private static final int STEP = 1000;

  private final Parts parts;
  private final Undeletable undeletable = new Undeletable();
  private volatile StoreCapacity capacity;
  private long entries;
  private long bytes;

  Quota(Parts parts, StoreCapacity capacity) {
    this.parts = parts;
    this.capacity = capacity;
  }

  /** Holds another capacity from now on. */
  void resize(StoreCapacity changed) {
    capacity = changed;
  }

  /** Counts an entry of that many bytes that was written. */
  void stored(long length) {
    entries++;
    bytes += length;
    StoreCapacity held = capacity;
    if (entries >= Math.max(LEAST_INTERVAL, held.maxEntries() / PART)
        || bytes >= held.maxBytes() / PART) {
      entries = 0;
      bytes = 0;
      // What is expired may still be wanted, in mode replay for one: only upkeep knows.
      parts.writer().force(new Step(pruning(PruneLimits.of(Instant.EPOCH, held, STEP))));
    }
  }

  /** Prepares a step of pruning. */
  Pruning pruning(PruneLimits limits) {
    return new Pruning(parts.writer().totals(), undeletable, limits);
  }

  /** Has as much as possible of what a step chose deleted behind, after damage made it fail. */
  void salvage(Pruning failed) {
    List<Long> chosen = failed.chosen();
    if (!chosen.isEmpty()) {
      parts.writer().force(new Salvage(parts, undeletable, chosen));
    }
  }

  private final class Step implements Operation {
    private final Pruning pruning;
    private boolean more;

    private Step(Pruning pruning) {
      this.pruning = pruning;
    }

    @Override
    public void apply(Statements statements) throws SQLException {
      more = pruning.run(statements).more();
    }

    @Override
    public void committed() {
      parts.reclaim(pruning.removed());
      if (more) {
        parts.writer().force(new Step(pruning));
      }
    }

    @Override
    public void failed(StoreException failure) {
      bytes = capacity.maxBytes(); // the next entry tries again
      if (failure.kind() == StoreException.Kind.CORRUPT) {
        salvage(pruning);
      }
    }
  }
}
