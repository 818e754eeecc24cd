package io.apibuddy.domain.exchange;

import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says of each alias, once an hour for each kind of reason, why its requests are refused for now:
 * few clients show their user what a 429 says. Safe for concurrent use.
 */
final class ThrottleNotices {
  private static final long INTERVAL = Duration.ofHours(1).toNanos();

  private final Notices notices;
  private final Ticker ticker;
  private final Map<Kind, Long> told = new ConcurrentHashMap<>();

  private record Kind(String alias, Class<? extends Refusal> reason) {}

  ThrottleNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    this.ticker = ticker;
  }

  /** Is told that a request was refused; {@code detail} is what its client is told. */
  void refused(String alias, Refusal refusal, String detail) {
    if (isDue(new Kind(alias, refusal.getClass()))) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.UPSTREAM,
              "throttled",
              alias + ": requests are answered with 429. " + detail));
    }
  }

  private boolean isDue(Kind kind) {
    long now = ticker.nanos();
    Long last = told.get(kind);
    return last == null
        ? told.putIfAbsent(kind, now) == null
        : now - last >= INTERVAL && told.replace(kind, last, now);
  }
}
