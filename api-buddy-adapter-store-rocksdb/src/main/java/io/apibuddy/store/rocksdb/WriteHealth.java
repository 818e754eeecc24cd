package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Records since when all writes have failed. Safe for concurrent use. */
final class WriteHealth {
  private record Trouble(Kind kind, long since) {}

  private final Ticker ticker;
  private volatile @Nullable Trouble trouble;

  WriteHealth(Ticker ticker) {
    this.ticker = ticker;
  }

  void succeeded() {
    if (trouble != null) {
      trouble = null;
    }
  }

  /**
   * Records a failed write; BUSY and CLOSED do not count.
   *
   * @return the kind to report: FULL also for later errors after a lack of space, since RocksDB
   *     then reports only an I/O error
   */
  Kind failed(Kind kind) {
    if (kind == Kind.BUSY || kind == Kind.CLOSED) {
      return kind;
    }
    Trouble known = trouble;
    if (known == null) {
      trouble = new Trouble(kind, ticker.nanos());
      return kind;
    }
    Kind meant = known.kind() == Kind.FULL && kind == Kind.IO ? Kind.FULL : kind;
    trouble = new Trouble(meant, known.since());
    return meant;
  }

  /** Returns whether no write has failed since the last success. */
  boolean isHealthy() {
    return trouble == null;
  }

  /** Returns the latest failure if writes have failed for {@code pause}, else null. */
  @Nullable Kind brokenFor(Duration pause) {
    Trouble known = trouble;
    return known != null && ticker.nanos() - known.since() >= pause.toNanos() ? known.kind() : null;
  }
}
