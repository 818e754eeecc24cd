package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a failed write for a second. Meanwhile callers are refused, since the writer works in
 * the background and cannot tell them itself; after that the next caller tries again. Safe for
 * concurrent use.
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
   * Records the outcome of a batch: null if everything was committed. Damage is ignored, because it
   * says nothing about other writes.
   */
  void note(@Nullable StoreException failure) {
    last =
        failure == null || failure.kind() == StoreException.Kind.CORRUPT
            ? null
            : new Failure(failure, ticker.nanos());
  }

  /**
   * Refuses a write that would probably fail too.
   *
   * @throws StoreException if a write failed within the last second and none has succeeded since
   */
  void require() {
    Failure failure = recent();
    if (failure != null) {
      throw failure.cause.rethrowable();
    }
  }

  /** Returns whether {@link #require} would not throw. */
  boolean isHealthy() {
    return recent() == null;
  }

  private @Nullable Failure recent() {
    Failure failure = last;
    return failure != null && ticker.nanos() - failure.at < PAUSE ? failure : null;
  }
}
