package io.apibuddy.domain.exchange;

import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.time.OncePer;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/**
 * Says of each alias, once an hour for each kind of reason, why its requests are refused for now:
 * few clients show their user what a 429 says. Safe for concurrent use.
 */
final class ThrottleNotices {
  private final Notices notices;
  private final OncePer<Kind> hourly;

  private record Kind(String alias, Class<? extends Refusal> reason) {}

  ThrottleNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    hourly = new OncePer<>(Duration.ofHours(1), ticker);
  }

  /** Is told that a request was refused; {@code detail} is what its client is told. */
  void refused(String alias, Refusal refusal, String detail) {
    if (hourly.isDue(new Kind(alias, refusal.getClass()))) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.UPSTREAM,
              "throttled",
              alias + ": requests are answered with 429. " + detail));
    }
  }
}
