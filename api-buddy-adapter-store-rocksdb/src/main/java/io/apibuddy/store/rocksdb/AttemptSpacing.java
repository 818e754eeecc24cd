package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/** Says when something that failed may be tried again: more and more rarely. For one thread. */
final class AttemptSpacing {
  private final Ticker ticker;
  private final Duration shortest;
  private final Duration longest;
  private Duration pause = Duration.ZERO;
  private long failedAt;

  /** The pause after a failure is {@code shortest} at first and doubles, up to {@code longest}. */
  AttemptSpacing(Ticker ticker, Duration shortest, Duration longest) {
    this.ticker = ticker;
    this.shortest = shortest;
    this.longest = longest;
  }

  boolean isDue() {
    return pause.isZero() || ticker.nanos() - failedAt >= pause.toNanos();
  }

  /** Takes note of a failure and returns how long the pause is now. */
  Duration failed() {
    failedAt = ticker.nanos();
    Duration doubled = pause.multipliedBy(2);
    pause = pause.isZero() ? shortest : doubled.compareTo(longest) < 0 ? doubled : longest;
    return pause;
  }

  void succeeded() {
    pause = Duration.ZERO;
  }
}
