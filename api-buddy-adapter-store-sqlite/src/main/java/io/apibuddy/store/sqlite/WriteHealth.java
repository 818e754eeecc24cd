package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a second that writing failed, so that callers are told what the writer, which works
 * behind them, has met; afterwards the next one tries again. Safe for concurrent use.
 */
final class WriteHealth {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private record Failure(StoreException cause, long at) {}

  private final Ticker ticker;
  private volatile @Nullable Failure last;

  WriteHealth(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Takes note of how a batch ended: null if all of it was kept. Damage is passed over: it is where
   * it is and says nothing of what comes next.
   */
  void note(@Nullable StoreException failure) {
    last =
        failure == null || failure.kind() == StoreException.Kind.CORRUPT
            ? null
            : new Failure(failure, ticker.nanos());
  }

  /**
   * Refuses what would likely fail too.
   *
   * @throws StoreException if something failed within the last second and nothing was kept since
   */
  void require() {
    Failure failure = recent();
    if (failure != null) {
      throw failure.cause.again();
    }
  }

  /** Returns whether {@link #require} refuses nothing. */
  boolean isGood() {
    return recent() == null;
  }

  private @Nullable Failure recent() {
    Failure failure = last;
    return failure != null && ticker.nanos() - failure.at < PAUSE ? failure : null;
  }
}
