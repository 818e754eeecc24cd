package io.apibuddy.domain.exchange;

import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.time.IntervalLimiter;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/**
 * Warns, once an hour for each alias and kind of reason, that requests are refused: few clients
 * show the text of a 429. Safe for concurrent use.
 */
final class ThrottleNotices {
  private final Notices notices;
  private final IntervalLimiter<Kind> hourly;

  private record Kind(String alias, Class<? extends Refusal> reason) {}

  ThrottleNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    hourly = new IntervalLimiter<>(Duration.ofHours(1), ticker);
  }

  /**
   * Records that a request was refused.
   *
   * @param detail the explanation that its client gets
   */
  void refused(String alias, Refusal refusal, String detail) {
    if (hourly.tryAcquire(new Kind(alias, refusal.getClass()))) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.UPSTREAM,
              "throttled",
              alias + ": requests are answered with 429. " + detail));
    }
  }
}
