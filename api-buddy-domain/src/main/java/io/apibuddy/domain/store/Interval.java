package io.apibuddy.domain.store;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/**
 * Tells when a periodic task is due. It goes by the monotonic clock, since a wall clock that is set
 * back would delay the task for as long. For use by one thread.
 */
public final class Interval {
  private final Ticker ticker;
  private boolean begun;
  private long since;

  /** Creates an interval that is over from the start. */
  public Interval(Ticker ticker) {
    this.ticker = ticker;
  }

  public boolean isOver(Duration length) {
    return !begun || ticker.nanos() - since >= length.toNanos();
  }

  public void begin() {
    begun = true;
    since = ticker.nanos();
  }
}
