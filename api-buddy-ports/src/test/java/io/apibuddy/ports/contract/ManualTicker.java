package io.apibuddy.ports.contract;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A monotonic clock that moves only when a test moves it. Safe for concurrent use. */
public final class ManualTicker implements Ticker {
  private final AtomicLong nanos;

  /** Creates a ticker that starts just before an overflow, as a real one may. */
  public ManualTicker() {
    this(Long.MAX_VALUE - 1_000_000);
  }

  /** Creates a ticker that starts at {@code nanos}. */
  public ManualTicker(long nanos) {
    this.nanos = new AtomicLong(nanos);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  /** Moves the ticker forward. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a ticker never goes back");
    }
    nanos.addAndGet(duration.toNanos());
  }
}
