package io.apibuddy.domain.store;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/**
 * Says when something that is done now and then is due. Goes by the monotonic clock: a wall clock
 * that is set back would hold it up for as long. For use by one thread.
 */
public final class Interval {
  private final Ticker ticker;
  private boolean begun;
  private long since;

  /** Is over from the first. */
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
