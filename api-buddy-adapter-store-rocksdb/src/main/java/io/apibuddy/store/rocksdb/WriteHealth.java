package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Knows since when no write has got through. Safe for concurrent use. */
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
   * Takes note of a failure; being busy is none.
   *
   * @return what it is: after lack of space the engine speaks of an earlier error only
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

  /** Returns whether nothing has failed since a write got through. */
  boolean isGood() {
    return trouble == null;
  }

  /** Returns the latest failure if nothing has got through for {@code pause}, else null. */
  @Nullable Kind brokenFor(Duration pause) {
    Trouble known = trouble;
    return known != null && ticker.nanos() - known.since() >= pause.toNanos() ? known.kind() : null;
  }
}
